using System.Net.Sockets;
using System.Text;
using Chaos.Containers.Cleaning;
using Docker.DotNet;

namespace Chaos.Containers.Lifecycle.Tests;

/// <summary>An engine that takes every call and answers none, as Docker 20.10 does once its networks have deadlocked.</summary>
public sealed class SilentEngineTests : IDisposable
{
    /// <summary>For what is answered at once, or never.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-silent-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_that_never_answers_is_named_with_what_to_do()
    {
        using FakeEngine fake = new(Path.Combine(folder.FullName, "mute.sock"), FakeEngine.Fine());

        DockerUnavailableException error = await Assert.ThrowsAsync<DockerUnavailableException>(() => ConnectAsync(fake));

        AssertNames(fake, "/version", error);
    }

    [Fact]
    public async Task Cleaning_on_an_engine_whose_networks_hang_ends_though_a_ping_is_answered()
    {
        using FakeEngine fake = new(
            Path.Combine(folder.FullName, "networks.sock"), FakeEngine.Fine("/version", "/containers/json", "/_ping"));
        using DockerEngine engine = await ConnectAsync(fake);

        DockerUnavailableException error = await Assert.ThrowsAsync<DockerUnavailableException>(
            () => Leftovers.RemoveDeadAsync(engine, Cancellation));

        AssertNames(fake, "/networks", error);
        Assert.True(await engine.AnswersAsync());
    }

    [Fact]
    public async Task Who_is_interrupted_while_the_engine_is_silent_is_told_of_the_interruption()
    {
        using FakeEngine fake = new(Path.Combine(folder.FullName, "interrupted.sock"), FakeEngine.Fine("/version"));
        using DockerEngine engine = await ConnectAsync(fake);
        using CancellationTokenSource interruption = new();

        Task cleaning = Leftovers.RemoveDeadAsync(engine, interruption.Token);
        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cleaning);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Task<DockerEngine> ConnectAsync(FakeEngine fake) =>
        DockerEngine.ConnectAsync(new DockerClientBuilder().WithEndpoint(fake.Endpoint), Limit, Cancellation);

    private static void AssertNames(FakeEngine fake, string request, DockerUnavailableException error)
    {
        Assert.Contains($"{fake.Endpoint} hangs", error.Reason, StringComparison.Ordinal);
        Assert.Contains(request, error.Reason, StringComparison.Ordinal);
        Assert.Equal("systemctl restart docker, then ./chaos clean", error.Remedy);
    }

    /// <summary>Accepts everybody and reads everything; answers the calls whose paths end as one that it knows.</summary>
    private sealed class FakeEngine : IDisposable
    {
        private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly List<Socket> callers = [];
        private readonly Dictionary<string, string> answers;

        public FakeEngine(string path, Dictionary<string, string> answers)
        {
            this.answers = answers;
            Endpoint = new Uri($"unix://{path}");
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            _ = AcceptAsync();
        }

        public Uri Endpoint { get; }

        public static Dictionary<string, string> Fine(params string[] paths) => paths.ToDictionary(path => path, path => path switch
        {
            "/version" => """{ "Version": "20.10.24", "ApiVersion": "1.41", "MinAPIVersion": "1.12" }""",
            "/_ping" => "\"OK\"",
            _ => "[]",
        });

        public void Dispose()
        {
            listener.Dispose();
            lock (callers) callers.ForEach(caller => caller.Dispose());
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                Socket caller = await listener.AcceptAsync();
                lock (callers) callers.Add(caller);
                _ = ServeAsync(caller);
            }
        }

        /// <summary>Each call is small and comes in one piece.</summary>
        private async Task ServeAsync(Socket caller)
        {
            byte[] buffer = new byte[16 << 10];
            for (int count = await caller.ReceiveAsync(buffer); count > 0; count = await caller.ReceiveAsync(buffer))
            {
                string path = Encoding.ASCII.GetString(buffer, 0, count).Split(' ')[1].Split('?')[0];
                if (answers.FirstOrDefault(answer => path.EndsWith(answer.Key, StringComparison.Ordinal)).Value is not { } body) continue;
                await caller.SendAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            }
        }
    }
}
