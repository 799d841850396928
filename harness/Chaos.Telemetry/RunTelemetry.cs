using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Chaos.Experiments.Running;
using Chaos.Runs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Chaos.Telemetry;

/// <summary>
/// Sends a span for each cell and each repetition, and counters, to an OTLP collector over HTTP. A collector that is slow or absent costs
/// the run nothing but the flush at its end, which is bounded.
/// </summary>
public sealed class RunTelemetry : IRunProgress, IDisposable
{
    private const string Name = "chaos";
    private const int ReadEveryMs = 5_000, ExportTimeoutMs = 5_000;

    /// <summary>Of the time that the run took: what the flush at its end may take, within the two bounds.</summary>
    private const double FlushShare = 0.01;

    private static readonly TimeSpan ShortestFlush = TimeSpan.FromMilliseconds(250), LongestFlush = TimeSpan.FromSeconds(5);

    private readonly Uri endpoint;
    private readonly IRunProgress next;
    private readonly TimeProvider time;
    private readonly long began;
    private readonly ActivitySource source = new(Name);
    private readonly Meter meter = new(Name);
    private readonly ExportFailures failures = new();
    private readonly TracerProvider traces;
    private readonly MeterProvider metrics;
    private readonly Counter<long> packets, deaths, newcomersFailed, repetitions;
    private readonly Dictionary<string, Activity?> cells = new(StringComparer.Ordinal);
    private readonly Lock starting = new();

    /// <param name="endpoint">The collector's base address, e.g. http://localhost:4318.</param>
    /// <param name="next">Is called for everything too.</param>
    /// <param name="time">Measures the run.</param>
    public RunTelemetry(Uri endpoint, IRunProgress next, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        this.endpoint = endpoint;
        this.next = next;
        this.time = time;
        began = time.GetTimestamp();
        packets = meter.CreateCounter<long>("chaos.packets", "{packet}", "Packets that the node handled.");
        deaths = meter.CreateCounter<long>("chaos.deaths", "{flow}", "Watched flows that died.");
        newcomersFailed = meter.CreateCounter<long>("chaos.newcomers.failed", "{flow}", "Short flows that failed.");
        repetitions = meter.CreateCounter<long>("chaos.repetitions", "{repetition}", "Finished repetitions.");
        ResourceBuilder resource = ResourceBuilder.CreateEmpty().AddService(Name);
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Name)
            .AddOtlpExporter(options => Configure(options, "v1/traces")).Build();
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Name)
            .AddOtlpExporter((options, reader) =>
            {
                Configure(options, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = ReadEveryMs;
                reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = ExportTimeoutMs;
            }).Build();
    }

    public TimeSpan Pause => next.Pause;

    public void RepetitionDone(RepetitionReport report)
    {
        KeyValuePair<string, object?> cell = new("cell", report.Cell);
        packets.Add(report.Packets, cell);
        deaths.Add(report.Deaths, cell);
        newcomersFailed.Add(report.NewcomersFailed, cell);
        repetitions.Add(1, cell);
        Activity? parent;
        lock (starting)
        {
            if (!cells.TryGetValue(report.Cell, out parent))
                cells[report.Cell] = parent = Start($"cell {report.Cell}", default, report.Began);
        }

        using Activity? span = Start(
            string.Create(CultureInfo.InvariantCulture, $"repetition {report.Repetition}"), parent?.Context ?? default, report.Began);
        span?.SetTag("chaos.cell", report.Cell).SetTag("chaos.repetition", report.Repetition).SetTag("chaos.packets", report.Packets)
            .SetTag("chaos.deaths", report.Deaths).SetTag("chaos.newcomers.failed", report.NewcomersFailed)
            .SetEndTime((report.Began + report.Took).UtcDateTime);
        next.RepetitionDone(report);
    }

    public void CellDone(CellResult cell, int done, int total)
    {
        ArgumentNullException.ThrowIfNull(cell);
        lock (starting)
        {
            if (cells.Remove(cell.Id, out Activity? span))
            {
                span?.SetTag("chaos.target", cell.Target).SetTag("chaos.flows", cell.Flows.Total).SetTag("chaos.died", cell.Flows.Died)
                    .SetTag("chaos.survival", cell.Survival.Estimate);
                foreach ((string axis, string value) in cell.Axes) span?.SetTag($"chaos.axis.{axis}", value);
                span?.Dispose();
            }
        }

        next.CellDone(cell, done, total);
    }

    public void CellGoesOn(string cell, int repetition, int repetitions, RunMoment moment) =>
        next.CellGoesOn(cell, repetition, repetitions, moment);

    public void Stopped(RunResults results) => next.Stopped(results);

    /// <summary>Sends what is left, within the bound.</summary>
    /// <returns>One warning, where the collector did not take everything; null: it did.</returns>
    public string? Flush()
    {
        lock (starting)
        {
            foreach (Activity? span in cells.Values) span?.Dispose();
            cells.Clear();
        }

        TimeSpan bound = TimeSpan.FromTicks(Math.Clamp(
            (long)(time.GetElapsedTime(began).Ticks * FlushShare), ShortestFlush.Ticks, LongestFlush.Ticks));
        int milliseconds = (int)bound.TotalMilliseconds;
        Task<bool> flushed = Task.Run(() => traces.ForceFlush(milliseconds) & metrics.ForceFlush(milliseconds));
        bool all = flushed.Wait(bound) && flushed.Result;
        if (all && failures.First is null) return null;
        string reason = failures.First ?? "it did not answer in time";
        return $"the OTLP collector at {endpoint} did not take everything ({reason}); the run is complete";
    }

    public void Dispose()
    {
        // What is not sent by now is not waited for: disposing the providers would wait for the exporters' timeouts.
        _ = Task.Run(() =>
        {
            traces.Dispose();
            metrics.Dispose();
        });
        source.Dispose();
        failures.Dispose();
    }

    private Activity? Start(string name, ActivityContext parent, DateTimeOffset began)
    {
        Activity? before = Activity.Current;
        // Without this, a span without a parent would become a child of whatever runs on this thread.
        Activity.Current = null;
        try
        {
            return source.StartActivity(name, ActivityKind.Internal, parent, startTime: began);
        }
        finally
        {
            Activity.Current = before;
        }
    }

    private void Configure(OtlpExporterOptions options, string path)
    {
        options.Endpoint = new Uri($"{endpoint.ToString().TrimEnd('/')}/{path}");
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.TimeoutMilliseconds = ExportTimeoutMs;
    }
}
