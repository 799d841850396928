using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chaos.Cli.Tests;

/// <summary>`run --otlp` and `--metrics`: a collector never changes a run.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task A_collector_gets_spans_of_cells_and_repetitions_and_the_counters()
    {
        using Collector collector = new(async call => await AnswerAsync(call, 200));

        (int exit, _, string errors) = await RunAsync("--otlp", collector.Address, "--set", "repetitions=2");

        // Two repetitions do not settle what the scenario expects.
        Assert.True(exit is 0 or 2, errors);
        Assert.DoesNotContain("OTLP", errors, StringComparison.Ordinal);
        string traces = collector.BodiesOf("/v1/traces"), metrics = collector.BodiesOf("/v1/metrics");
        Assert.Contains("cell variant=baseline", traces, StringComparison.Ordinal);
        Assert.Contains("repetition 1", traces, StringComparison.Ordinal);
        Assert.Contains("repetition 2", traces, StringComparison.Ordinal);
        foreach (string counter in new[] { "chaos.packets", "chaos.deaths", "chaos.newcomers.failed", "chaos.repetitions" })
            Assert.Contains(counter, metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_answers_500_is_one_warning()
    {
        using Collector collector = new(async call => await AnswerAsync(call, 500));

        await AssertOneWarningAsync(collector.Address);
    }

    [Fact]
    public async Task A_collector_that_never_answers_is_one_warning()
    {
        using Collector collector = new(_ => Task.CompletedTask);

        await AssertOneWarningAsync(collector.Address);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_one_warning() => await AssertOneWarningAsync("http://127.0.0.1:9");

    [Fact]
    public async Task An_address_that_is_none_is_exit_64()
    {
        (int exit, _, string errors) = await RunAsync("--otlp", "localhost");

        Assert.Equal(64, exit);
        Assert.Contains("--otlp: 'localhost' is not the address of a collector; write for example http://localhost:4318", errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_results_come_as_open_metrics_when_asked()
    {
        Assert.Equal(0, (await RunAsync("--metrics")).Exit);

        string metrics = await File.ReadAllTextAsync(
            Path.Combine(chaos.Folder.FullName, "run", "metrics.prom"), TestContext.Current.CancellationToken);
        Assert.Contains(
            "chaos_survival_ratio{scenario=\"evict-reverse\",backend=\"sim\",cell=\"variant=baseline\",target=\"csharp\","
                + "axis_variant=\"baseline\"} ",
            metrics, StringComparison.Ordinal);
        Assert.Contains(
            "chaos_verdict{scenario=\"evict-reverse\",backend=\"sim\",chaos_verdict=\"pass\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", metrics, StringComparison.Ordinal);
        // Each family once, its samples behind it: https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md.
        string[] families = [.. metrics.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal))];
        Assert.Equal(families.Length, families.Distinct().Count());
    }

    public void Dispose() => chaos.Dispose();

    private async Task AssertOneWarningAsync(string address)
    {
        (int exit, _, string errors) = await RunAsync("--otlp", address);

        Assert.Equal(0, exit);
        string warning = Assert.Single(errors.Split('\n'), line => line.Contains("OTLP", StringComparison.Ordinal));
        Assert.StartsWith($"chaos: the OTLP collector at {address}", warning, StringComparison.Ordinal);
        Assert.EndsWith("the run is complete", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output, string Errors)> RunAsync(params string[] words) =>
        chaos.RunAsync(["run", ChaosProcess.Scenario("evict-reverse.yaml"), "--out", "run", .. words]);

    private static async Task AnswerAsync(HttpListenerContext call, int status)
    {
        call.Response.StatusCode = status;
        await call.Response.OutputStream.FlushAsync();
        call.Response.Close();
    }

    /// <summary>An HTTP server on loopback that keeps what it is sent.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly Func<HttpListenerContext, Task> answer;
        private readonly List<(string Path, string Body)> received = [];
        private readonly Lock adding = new();

        public Collector(Func<HttpListenerContext, Task> answer)
        {
            this.answer = answer;
            using (TcpListener free = new(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            listener.Prefixes.Add(Address);
            listener.Start();
            _ = ListenAsync();
        }

        public string Address { get; }

        /// <summary>Protocol buffers hold texts as UTF-8, so a text is found in the bytes.</summary>
        public string BodiesOf(string path)
        {
            lock (adding) return string.Concat(received.Where(one => one.Path == path).Select(one => one.Body));
        }

        public void Dispose() => listener.Close();

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    HttpListenerContext call = await listener.GetContextAsync();
                    using MemoryStream body = new();
                    await call.Request.InputStream.CopyToAsync(body);
                    lock (adding) received.Add((call.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                    await answer(call);
                }
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
