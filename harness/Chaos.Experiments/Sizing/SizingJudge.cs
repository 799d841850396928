using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Sizing;

/// <summary>Holds a step against the target.</summary>
internal sealed class SizingJudge(SizingRequest request)
{
    /// <summary>
    /// A step that so many repetitions do not decide is not certified: an answer that takes more of them would not hold in a fresh run of
    /// 30.
    /// </summary>
    private const int Most = 20;

    /// <summary>Fewer repetitions do not show that a step is too near the target.</summary>
    private const int FewestToGiveUp = 8;

    /// <summary>Of the interval that shows it: what a step has shown is as likely in it as out of it.</summary>
    private const double EvenLevel = 0.5;

    /// <summary>By the looks that its repetitions reach.</summary>
    public Verdict Judge(CellResult cell) => Verdicts.Combine(Claims(cell).Select(claim => claim.Verdict));

    /// <summary>The repetitions with which the step would be decided, should estimate and spread stay what they are.</summary>
    /// <returns>Null: none up to <see cref="Most"/>.</returns>
    public int? Predict(CellResult cell)
    {
        Claim[] claims = [.. Claims(cell)];
        for (int look = 0; Looks.Counts[look] <= Most; look++)
            if (Looks.Counts[look] >= cell.Repetitions && Verdicts.Combine(claims.Select(claim => claim.At(look))) != Verdict.Unknown)
                return Looks.Counts[look];
        return null;
    }

    /// <summary>
    /// Whether a step is to be given up: the target lies in the middle half of what its repetitions make likely, or there are no more to
    /// spend. To give up certifies nothing, so it adds no error.
    /// </summary>
    public bool IsTooNear(CellResult cell) => cell.Repetitions >= Most
        || (cell.Repetitions >= FewestToGiveUp && Claims(cell).Any(claim => claim is { Verdict: Verdict.Unknown, IsNear: true }));

    /// <summary>Whether the estimates meet the target, however sure they are.</summary>
    public bool Holds(CellResult cell) =>
        Holds(request.Survival, SurvivalOf(cell).Share.Estimate)
        && (request.Newcomers is not { } target || Holds(target, cell.Pressure?.FailedEstimate));

    /// <summary>The share that the target is about, and the flows behind it.</summary>
    public (ShareEstimate Share, long Flows) SurvivalOf(CellResult cell)
    {
        if (request.Group is not { } name) return (cell.Survival, cell.Flows.Total);
        GroupResult own = cell.Groups.Single(one => one.Name == name);
        return (own.Survival, own.Flows.Total);
    }

    private IEnumerable<Claim> Claims(CellResult cell)
    {
        (ShareEstimate survival, long flows) = SurvivalOf(cell);
        yield return new Claim(request.Survival.Bound, survival.Sample(flows));
        if (request.Newcomers is { } target)
            yield return new Claim(target.Bound, cell.Pressure is { } pressure ? pressure.FailedShare?.Sample(pressure.Decided) : null);
    }

    private static bool Holds(SizingTarget target, double? estimate) =>
        estimate is { } value && target.Bound.Judge(Interval.Point(value)) == Verdict.Pass;

    /// <param name="Bound">What is claimed.</param>
    /// <param name="Sample">What was seen; null: nothing.</param>
    private readonly record struct Claim(Bound Bound, ShareSample? Sample)
    {
        public Verdict Verdict => Sample is { } sample && Looks.Judge(Bound, sample) is { } look ? look.Verdict : Verdict.Unknown;

        public bool IsNear => Sample?.IntervalAt(EvenLevel) is { } interval && Bound.Judge(interval) == Verdict.Unknown;

        /// <summary>At a look that may be still to come; a claim that is decided stays so.</summary>
        public Verdict At(int look) => Verdict is not Verdict.Unknown and var decided ? decided
            : Sample?.Repeated(Looks.Counts[look]).IntervalAt(Looks.LevelAt(look)) is { } interval ? Bound.Judge(interval)
            : Verdict.Unknown;
    }
}
