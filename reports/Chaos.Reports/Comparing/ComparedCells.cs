using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Reports.Comparing;

/// <summary>A cell of a later run and the one of the first run that has the same axes.</summary>
/// <param name="First">Of the first run.</param>
/// <param name="Later">Of the later one.</param>
/// <param name="FirstRun">Its name.</param>
/// <param name="LaterRun">Its name.</param>
internal sealed record ComparedCells(CellResult First, CellResult Later, string FirstRun, string LaterRun)
{
    /// <summary>Cells that both runs have; two runs of one cell each are a pair whatever their axes.</summary>
    public static IEnumerable<ComparedCells> Of(CellResult[] first, CellResult[] later, string firstRun, string laterRun)
    {
        if (first.Length == 1 && later.Length == 1) return [new ComparedCells(first[0], later[0], firstRun, laterRun)];
        ILookup<string, CellResult> byAxes = first.ToLookup(AxesOf);
        return later.SelectMany(cell => byAxes[AxesOf(cell)].Take(1).Select(other => new ComparedCells(other, cell, firstRun, laterRun)));
    }

    /// <summary>The axes without the name of the run, as a key.</summary>
    public static string AxesOf(CellResult cell) => string.Join(", ", WhereOf(cell).Select(axis => $"{axis.Key}={axis.Value}"));

    /// <summary>The claims that the later one is no worse, judged by intervals where there are repetitions.</summary>
    public IEnumerable<ExpectationResult> Judge(double margin, double newcomersMargin)
    {
        foreach ((string? group, ShareEstimate mine, long flows, ShareEstimate its, long itsFlows) in Shares())
            yield return Judge(ComparisonResult.OfSurvival, group, margin, mine, flows, its, itsFlows);
        if (Newcomers() is var (answered, decided, others, othersDecided))
            yield return Judge(ComparisonResult.OfNewcomers, null, newcomersMargin, answered, decided, others, othersDecided);
    }

    public IEnumerable<ComparisonResult> Compare()
    {
        IReadOnlyList<KeyValuePair<string, string>> where = WhereOf(Later);
        yield return PairComparison.Of(
            RunComparison.Axis, (LaterRun, Later.Survival, Later.Flows.Total), (FirstRun, First.Survival, First.Flows.Total), where,
            ComparisonResult.OfSurvival);
        if (Newcomers() is var (answered, decided, others, othersDecided))
        {
            yield return PairComparison.Of(
                RunComparison.Axis, (LaterRun, answered, decided), (FirstRun, others, othersDecided), where, ComparisonResult.OfNewcomers);
        }
    }

    private static KeyValuePair<string, string>[] WhereOf(CellResult cell) => [.. cell.Axes.Where(axis => axis.Key != RunComparison.Axis)];

    /// <summary>Each group alone, since a mean over groups hides one that dies; all flows where the groups differ.</summary>
    private IEnumerable<(string? Group, ShareEstimate Mine, long Flows, ShareEstimate Its, long ItsFlows)> Shares()
    {
        GroupResult[] both = [.. Later.Groups.Where(group => First.Groups.Any(other => other.Name == group.Name))];
        if (both.Length < 2 || both.Length != First.Groups.Count)
            return [(null, Later.Survival, Later.Flows.Total, First.Survival, First.Flows.Total)];
        return both.Select(group =>
        {
            GroupResult other = First.Groups.First(one => one.Name == group.Name);
            return ((string?)group.Name, (ShareEstimate)group.Survival, (long)group.Flows.Total, (ShareEstimate)other.Survival,
                (long)other.Flows.Total);
        });
    }

    /// <summary>Newcomers that do not fail; null where one side does not see them.</summary>
    private (ShareEstimate Mine, long Decided, ShareEstimate Its, long ItsDecided)? Newcomers() =>
        Later.Pressure is { FailedShare: { Estimate: not null } mine } pressure
            && First.Pressure is { FailedShare: { Estimate: not null } its } other
            ? (mine.Complement(), pressure.Decided, its.Complement(), other.Decided) : null;

    private ExpectationResult Judge(
        string what, string? group, double margin, ShareEstimate mine, long flows, ShareEstimate its, long itsFlows)
    {
        string where = AxesOf(Later) is { Length: > 0 } axes ? $" where {axes}{(group is null ? "" : $", group={group}")}"
            : group is null ? "" : $" where group={group}";
        string text = $"{LaterRun} no worse than {FirstRun} by {ShareText.Points(margin).TrimStart('+')}, of {what}{where}";
        Bound bound = new(BoundKind.AtLeast, -margin);
        if (mine.Estimate - its.Estimate is not { } difference)
            return Result(Verdict.Unknown, "nothing", "no estimate", null);
        int decimals = ShareText.DecimalsFor(bound.Margin(difference));
        string observed = $"{ShareText.Points(difference, decimals)}, {ShareText.Percent(mine.Estimate)} against "
            + $"{ShareText.Percent(its.Estimate)}"
            + (what == ComparisonResult.OfNewcomers ? " do not fail" : "");
        DifferenceSample? sample = mine.DifferenceTo(flows, its, itsFlows);
        if (sample?.IntervalAt(Interval.UsualLevel) is not { } interval)
            return Result(bound.Judge(Interval.Point(difference)), observed, "one run", bound.Margin(difference));
        return Result(
            bound.Judge(interval),
            $"{observed} (95 % interval: {ShareText.Points(interval.Lower, decimals)} to {ShareText.Points(interval.Upper, decimals)})",
            $"{sample.Repetitions} repetitions", bound.Margin(difference));

        ExpectationResult Result(Verdict verdict, string seen, string basis, double? room) => new(text, verdict, seen, basis, room)
        {
            Cell = Later.Id, Against = First.Id, Group = group,
        };
    }
}
