using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Analysis.Pairing;

/// <summary>Two cells of a run that differ in one axis, compared flow by flow: the same seed, the same flow, another condition.</summary>
/// <param name="Along">The axis.</param>
/// <param name="First">Its value in the first cell.</param>
/// <param name="Second">Its value in the second cell.</param>
/// <param name="Where">The other axis values, `axis=value` joined by `,`; empty if there are none.</param>
public sealed record FlowPairs(string Along, string First, string Second, string Where)
{
    public required int Repetitions { get; init; }

    /// <summary>Over all repetitions.</summary>
    public required PairCounts Flows { get; init; }

    /// <summary>Flows of either cell that have no partner, or that were out of sight before the end.</summary>
    public required int Unpaired { get; init; }

    /// <summary>The share that the second saves.</summary>
    public required PairShare Saved { get; init; }

    /// <summary>The share that the second costs.</summary>
    public required PairShare Lost { get; init; }

    /// <summary>Survival under the second less survival under the first.</summary>
    public required PairShare Difference { get; init; }

    /// <summary>Chance of such a difference if there is none; null with one repetition.</summary>
    public required double? PValue { get; init; }

    /// <summary>Who died under the first alone.</summary>
    public required IReadOnlyList<PairedName> OnlyFirst { get; init; }

    /// <summary>Who died under the second alone.</summary>
    public required IReadOnlyList<PairedName> OnlySecond { get; init; }

    /// <summary>Every two values of an axis, with all else alike, in the order of the cells.</summary>
    /// <param name="run">A run folder.</param>
    /// <param name="along">The axis.</param>
    /// <param name="group">Only flows of this group; null: all.</param>
    public static IEnumerable<FlowPairs> Of(RunContents run, string along, string? group)
    {
        ILookup<string, FlowRecord> flows = run.Flows.Where(flow => group is null || flow.Group == group).ToLookup(flow => flow.Cell);
        foreach (IGrouping<string, CellResult> alike in run.Results.Cells.Where(cell => !cell.IsControl)
            .GroupBy(cell => Others(cell, along)))
        {
            CellResult[] cells = [.. alike];
            for (int first = 0; first < cells.Length; first++)
                for (int second = first + 1; second < cells.Length; second++)
                    if (Pair(along, cells[first], cells[second], alike.Key, flows) is { } pairs)
                        yield return pairs;
        }
    }

    private static FlowPairs? Pair(string along, CellResult first, CellResult second, string where, ILookup<string, FlowRecord> flows)
    {
        Dictionary<(int, string), FlowRecord> partners = flows[second.Id].ToDictionary(flow => (flow.Repetition, flow.Flow));
        SortedDictionary<int, PairCounts> counts = [];
        List<PairedName> onlyFirst = [], onlySecond = [];
        int unpaired = 0;
        foreach (FlowRecord flow in flows[first.Id])
        {
            if (!partners.Remove((flow.Repetition, flow.Flow), out FlowRecord? partner) || !IsSeen(flow) || !IsSeen(partner))
            {
                unpaired++;
                continue;
            }

            (bool one, bool other) = (IsDead(flow), IsDead(partner));
            counts[flow.Repetition] = counts.GetValueOrDefault(flow.Repetition) + new PairCounts(
                one && other ? 1 : 0, one && !other ? 1 : 0, !one && other ? 1 : 0, !one && !other ? 1 : 0);
            if (one != other) (one ? onlyFirst : onlySecond).Add(new PairedName(flow.Repetition, flow.Flow));
        }

        if (counts.Count == 0) return null;
        PairedFlows paired = new([.. counts.Values]);
        return new FlowPairs(along, ValueOf(first, along), ValueOf(second, along), where)
        {
            Repetitions = counts.Count,
            Flows = paired.Sum,
            Unpaired = unpaired + partners.Count,
            Saved = PairShare.Of(paired.Saved),
            Lost = PairShare.Of(paired.Lost),
            Difference = PairShare.Of(paired.Difference),
            PValue = paired.Difference.PValue,
            OnlyFirst = onlyFirst,
            OnlySecond = onlySecond,
        };
    }

    private static bool IsSeen(FlowRecord flow) => flow.State != FlowState.Censored;

    private static bool IsDead(FlowRecord flow) => flow.State is FlowState.Died or FlowState.Refused;

    private static string ValueOf(CellResult cell, string axis) => cell.Axes.FirstOrDefault(entry => entry.Key == axis).Value ?? "";

    private static string Others(CellResult cell, string along) =>
        string.Join(',', cell.Axes.Where(entry => entry.Key != along).Select(entry => $"{entry.Key}={entry.Value}"));
}

/// <summary>A flow of one repetition.</summary>
public readonly record struct PairedName(int Repetition, string Flow);

/// <summary>A share or a difference of shares, with its 95 % interval; null bounds with one repetition.</summary>
public readonly record struct PairShare(double Estimate, double? Lower, double? Upper)
{
    internal static PairShare Of(RepeatedEstimate sample)
    {
        Interval? interval = sample.IntervalAt();
        return new PairShare(sample.Estimate, interval?.Lower, interval?.Upper);
    }
}
