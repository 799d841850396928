using System.Diagnostics.Tracing;
using System.Globalization;

namespace Chaos.Telemetry;

/// <summary>Notes the first failure that the exporter reports: it throws none.</summary>
internal sealed class ExportFailures : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private string? first;

    /// <summary>Null: there was none.</summary>
    public string? First => Volatile.Read(ref first);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter) EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        object?[] values = [.. eventData.Payload ?? []];
        string text = eventData.Message is { } format
            ? string.Format(CultureInfo.InvariantCulture, format, values) : eventData.EventName ?? "failed";
        Interlocked.CompareExchange(ref first, text.Split('\n')[0].TrimEnd('.', '\r'), null);
    }
}
