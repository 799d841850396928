using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Chaos.Cli.Tests;
using Chaos.Containers.Cleaning;
using Chaos.Containers.Tests.Support;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Containers.Lifecycle.Tests;

/// <summary>What becomes of a run when our own parts fail, as a user sees it.</summary>
[Trait("Category", "Docker")]
public sealed class OwnFailureTests(DockerFixture docker) : IDisposable
{
    private const int ContainersOfOneCell = 3;
    private const string EngineSocket = "/var/run/docker.sock";

    private readonly ChaosProcess chaos = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("server-0", "SIGKILL", "server-0 ended with exit code 137")]
    [InlineData("client-0", "SIGSTOP", "client-0 hangs")]
    [InlineData("node", "SIGKILL", "node ended with exit code 137")]
    public async Task A_container_that_fails_makes_its_cell_unknown_and_leaves_its_last_state_and_the_run_goes_on(
        string name, string signal, string reason)
    {
        string run = $"fails-{name}-{signal.ToLowerInvariant()}";
        using Process process = Start(run);

        IReadOnlyList<Leftover> containers = await ContainersAsync(run);
        await docker.Engine.Client.Containers.KillContainerAsync(
            containers.Single(container => container.Name.EndsWith($"-{name}", StringComparison.Ordinal)).Id,
            new ContainerKillParameters { Signal = signal }, Cancellation);
        (int exit, string output, string errors) = await ChaosProcess.FinishAsync(process);

        Assert.True(exit == 2, output + errors);
        JsonElement results = Results();
        Assert.Equal(["variant=baseline", "variant=cilium-1.18"], results.GetProperty("cells").EnumerateArray().Select(
            cell => cell.GetProperty("id").GetString()));
        Assert.Equal(10, results.GetProperty("cells")[1].GetProperty("flows").GetProperty("survived").GetInt32());
        Assert.Contains(
            results.GetProperty("invalid").EnumerateArray(), entry => entry.GetString()!.Contains(reason, StringComparison.Ordinal));
        string record = await File.ReadAllTextAsync(
            Path.Combine(RunPath, "attachments", "variant=baseline", "1", $"{name}.log"), Cancellation);
        Assert.Contains("\"Status\":", record, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"ready\"", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_run_that_was_killed_left_is_cleaned_and_a_run_beside_it_is_not_touched()
    {
        using Process killed = Start("is-killed");
        IReadOnlyList<Leftover> left = await ContainersAsync("is-killed");
        killed.Kill();
        await killed.WaitForExitAsync(Cancellation);
        using Process beside = Start("lives-on", "beside");
        IReadOnlyList<Leftover> living = await ContainersAsync("lives-on");

        (int exit, string removed, string errors) = await chaos.RunAsync("clean", "--json");
        (int besideExit, string output, string besideErrors) = await ChaosProcess.FinishAsync(beside);

        Assert.True(exit == 0, errors);
        Assert.True(besideExit == 0, output + besideErrors);
        // The run beside it may have found them first, as every run does.
        Assert.DoesNotContain(living, container => removed.Contains(container.Id, StringComparison.Ordinal));
        IReadOnlyList<Leftover> still = await Leftovers.FindAsync(docker.Engine, Cancellation);
        Assert.DoesNotContain(still, container => left.Any(gone => gone.Id == container.Id));
    }

    [Fact]
    public async Task An_engine_that_goes_away_ends_the_run_with_69_and_keeps_what_was_done()
    {
        docker.SkipWithoutDocker();
        string path = Path.Combine(chaos.Folder.FullName, "engine.sock");
        using EngineProxy proxy = new(path, EngineSocket);
        using Process process = chaos.Start(
            ["run", Scenario("loses-engine"), "--backend", "docker", "--out", "run"], ("DOCKER_HOST", $"unix://{path}"));
        string? line;
        do line = await process.StandardError.ReadLineAsync(Cancellation);
        while (line is not null && !line.StartsWith("[1/", StringComparison.Ordinal));
        await ContainersAsync("loses-engine");

        proxy.Dispose();
        (int exit, string output, string errors) = await ChaosProcess.FinishAsync(process);

        Assert.True(exit == 69, output + errors);
        JsonElement cell = Assert.Single(Results().GetProperty("cells").EnumerateArray());
        Assert.Equal("variant=baseline", cell.GetProperty("id").GetString());
        Assert.Equal(10, cell.GetProperty("flows").GetProperty("survived").GetInt32());
        Assert.True(File.Exists(Path.Combine(RunPath, "report.html")));
        Assert.Equal(0, (await chaos.RunAsync("clean")).Exit);
    }

    public void Dispose() => chaos.Dispose();

    private string RunPath => Path.Combine(chaos.Folder.FullName, "run");

    private JsonElement Results() => JsonDocument.Parse(File.ReadAllText(Path.Combine(RunPath, "results.json"))).RootElement;

    private Process Start(string name, string folder = "run")
    {
        docker.SkipWithoutDocker();
        return chaos.Start(["run", Scenario(name), "--backend", "docker", "--out", folder]);
    }

    private string Scenario(string name) => chaos.Write($"{name}.yaml", $$"""
        version: 1
        name: {{name}}
        clients: 1
        servers: 1
        duration: 4s
        warmUp: none
        repetitions: 1
        control: off
        flows:
          - { name: talk, protocol: udp, count: 10, openOver: 500ms, clientEvery: 200ms, reply: true, patience: 1s }
        pressure: []
        matrix:
          variant: [baseline, cilium-1.18]
        """);

    /// <summary>The containers of a cell of that run, as soon as its flows are open.</summary>
    private async Task<IReadOnlyList<Leftover>> ContainersAsync(string run)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            IReadOnlyList<Leftover> found =
            [
                .. (await Leftovers.FindAsync(docker.Engine, limit.Token))
                    .Where(leftover => leftover.Kind == "container" && leftover.Run.StartsWith($"chaos-{run}-", StringComparison.Ordinal)),
            ];
            if (found.Count == ContainersOfOneCell && await FlowsAreOpenAsync(found)) return found;
        }
    }

    /// <summary>Each is a socket of the client, and the host's kernel tells of them.</summary>
    private async Task<bool> FlowsAreOpenAsync(IEnumerable<Leftover> containers)
    {
        const int HeaderLines = 1, Flows = 10;
        string client = containers.Single(container => container.Name.EndsWith("-client-0", StringComparison.Ordinal)).Id;
        try
        {
            string sockets =
                $"/proc/{(await docker.Engine.Client.Containers.InspectContainerAsync(client, Cancellation)).State?.Pid}/net/udp";
            return File.Exists(sockets) && File.ReadLines(sockets).Count() >= HeaderLines + Flows;
        }
        catch (DockerContainerNotFoundException)
        {
            // Of the cell before, which is being removed.
            return false;
        }
    }

    /// <summary>Stands between a client and the engine until it is disposed: then the engine is gone.</summary>
    private sealed class EngineProxy : IDisposable
    {
        private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly List<Socket> open = [];
        private readonly string path;

        public EngineProxy(string path, string engine)
        {
            this.path = path;
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            _ = AcceptAsync(engine);
        }

        public void Dispose()
        {
            listener.Dispose();
            File.Delete(path);
            lock (open) open.ForEach(socket => socket.Dispose());
        }

        private async Task AcceptAsync(string engine)
        {
            while (true)
            {
                Socket near = await listener.AcceptAsync();
                Socket far = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await far.ConnectAsync(new UnixDomainSocketEndPoint(engine));
                lock (open) open.AddRange([near, far]);
                _ = PumpAsync(near, far);
                _ = PumpAsync(far, near);
            }
        }

        private static async Task PumpAsync(Socket from, Socket to)
        {
            byte[] buffer = new byte[64 << 10];
            for (int count = await from.ReceiveAsync(buffer); count > 0; count = await from.ReceiveAsync(buffer))
                for (int sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            to.Shutdown(SocketShutdown.Send);
        }
    }
}
