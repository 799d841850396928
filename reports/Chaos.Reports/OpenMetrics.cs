using System.Globalization;
using System.Text;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>
/// `metrics.prom`: the results of a run as OpenMetrics text, for a textfile collector or a push gateway
/// (https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md).
/// </summary>
internal static class OpenMetrics
{
    public static string Render(RunResults run)
    {
        StringBuilder text = new();
        string scenario = $"scenario=\"{Escape(run.Scenario)}\",backend=\"{Escape(run.Backend)}\"";
        (CellResult Cell, string Labels)[] cells = [.. run.Cells.Select(cell => (cell, $"{scenario},{LabelsOf(cell)}"))];

        Begin(text, "chaos_survival_ratio", "gauge", "Share of watched flows that are alive at the end of the run.");
        foreach ((CellResult cell, string labels) in cells) Sample(text, "chaos_survival_ratio", labels, cell.Survival.Estimate);
        Begin(text, "chaos_newcomers_failed_ratio", "gauge", "Share of short flows that failed, of those whose fate was seen.");
        foreach ((CellResult cell, string labels) in cells)
            Sample(text, "chaos_newcomers_failed_ratio", labels, cell.Pressure?.FailedEstimate);
        Begin(text, "chaos_flows", "counter", "Watched flows over all repetitions.");
        foreach ((CellResult cell, string labels) in cells) Sample(text, "chaos_flows_total", labels, cell.Flows.Total);
        Begin(text, "chaos_deaths", "counter", "Watched flows that died or were refused, by what an endpoint saw.");
        foreach ((CellResult cell, string labels) in cells)
            foreach (DeathCause cause in Enum.GetValues<DeathCause>().Where(cause => cause != DeathCause.None))
                Sample(text, "chaos_deaths_total", $"{labels},cause=\"{Spelling.Of(cause)}\"", cell.Causes[cause]);
        Begin(text, "chaos_newcomers_failed", "counter", "Short flows that failed.");
        foreach ((CellResult cell, string labels) in cells) Sample(text, "chaos_newcomers_failed_total", labels, cell.Pressure?.Failed);
        Begin(text, "chaos_evictions", "counter", "Entries that the table threw out to make room.");
        foreach ((CellResult cell, string labels) in cells) Sample(text, "chaos_evictions_total", labels, cell.Map?.Evictions);
        Begin(text, "chaos_packets", "counter", "Packets that the node handled.");
        foreach ((CellResult cell, string labels) in cells) Sample(text, "chaos_packets_total", labels, cell.Packets);
        Begin(text, "chaos_repetitions", "counter", "Repetitions.");
        foreach ((CellResult cell, string labels) in cells) Sample(text, "chaos_repetitions_total", labels, cell.Repetitions);
        Begin(text, "chaos_verdict", "stateset", "The verdict of the run.");
        foreach (Verdict verdict in Enum.GetValues<Verdict>())
            Sample(text, "chaos_verdict", $"{scenario},chaos_verdict=\"{Spelling.Of(verdict)}\"", run.Verdict == verdict ? 1 : 0);
        return text.Append("# EOF\n").ToString();
    }

    private static void Begin(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n# HELP {name} {help}\n");

    /// <summary>Nothing where there is no value.</summary>
    private static void Sample(StringBuilder text, string name, string labels, double? value)
    {
        if (value is { } number) text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {number:R}\n");
    }

    private static string LabelsOf(CellResult cell) => string.Join(
        ',',
        [
            $"cell=\"{Escape(cell.Id)}\"", $"target=\"{Escape(cell.Target)}\"",
            .. cell.Axes.Select(axis => $"axis_{NameOf(axis.Key)}=\"{Escape(axis.Value)}\""),
        ]);

    /// <summary>A label's name has letters, digits and underscores.</summary>
    private static string NameOf(string axis) => string.Concat(axis.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Escape(string value) => value.Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
