using Chaos.Model;
using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>What each repetition counted, as the pressure of a cell.</summary>
public static class PressureSummary
{
    /// <param name="groups">The pressure groups, in file order.</param>
    /// <param name="repetitions">What each repetition counted; a group that one has not is one that it did not come to.</param>
    /// <param name="nat">What the NAT did in each repetition, by second; empty where it does not tell.</param>
    /// <param name="level">Of intervals.</param>
    public static PressureResult From(
        IReadOnlyList<string> groups, IReadOnlyList<IReadOnlyList<NewcomerGroup>> repetitions,
        IReadOnlyList<IReadOnlyList<NewcomerLosses>> nat, double level = Interval.UsualLevel)
    {
        ArgumentNullException.ThrowIfNull(repetitions);
        ArgumentNullException.ThrowIfNull(nat);
        NewcomerLosses[] bySecond = BySecond(nat);
        return new PressureResult([.. repetitions.Select(all => NewcomerCounts.Sum(all.Select(group => group.Total())))], level)
        {
            Nat = bySecond.Length == 0 ? null : bySecond.Aggregate((one, other) => one + other),
            NatBySecond = bySecond,
            WarmUp = WarmUpCounts.Of(NewcomerCounts.Sum(repetitions.SelectMany(repetition => repetition).Select(group => group.WarmUp))),
            Groups = [.. groups.Select(name => Group(
                name, [.. repetitions.Select(of => of.FirstOrDefault(one => one.Name == name))], level))],
        };
    }

    /// <summary>Several results as one whose repetitions are numbered on: the control arms of several loads.</summary>
    public static PressureResult Merge(IReadOnlyList<PressureResult> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        long decided = parts.Sum(part => part.Decided), failed = parts.Sum(part => part.Failed);
        double?[] shares = [.. parts.SelectMany(part => part.FailedShare?.ByRepetition ?? [])];
        return parts[0] with
        {
            Started = parts.Sum(part => part.Started),
            Answered = parts.Sum(part => part.Answered),
            Failed = failed,
            Unobserved = parts.Sum(part => part.Unobserved),
            Skipped = parts.Sum(part => part.Skipped),
            Causes = parts.Select(part => part.Causes).OfType<FailureCauses>().Aggregate((one, other) => new FailureCauses(
                one.Reset + other.Reset, one.Timeout + other.Timeout, one.Refused + other.Refused, one.Closed + other.Closed,
                one.Harness + other.Harness)),
            FailedShare = ShareEstimate.Of(
                decided == 0 ? null : (double)failed / decided, shares, decided, Interval.UsualLevel, ofNewcomers: true),
            WarmUp = parts.Select(part => part.WarmUp).OfType<WarmUpCounts>().Aggregate((one, other) => new WarmUpCounts(
                one.Started + other.Started, one.Answered + other.Answered, one.Failed + other.Failed, one.Skipped + other.Skipped)),
            // Loads differ in their groups' rates: seconds and groups of one are not those of another.
            Groups = [],
        };
    }

    private static PressureGroupResult Group(string name, IReadOnlyList<NewcomerGroup?> repetitions, double level)
    {
        NewcomerGroup[] seen = [.. repetitions.OfType<NewcomerGroup>()];
        NewcomerGroup whole = NewcomerGroup.Merge(seen) is [{ } one] ? one : new NewcomerGroup(name, default, []);
        return new PressureGroupResult(name, [.. repetitions.Select(group => group?.Total() ?? default)], level)
        {
            BySecond = NewcomerSeconds.Of(whole.BySecond),
            WarmUp = WarmUpCounts.Of(whole.WarmUp),
        };
    }

    private static NewcomerLosses[] BySecond(IReadOnlyList<IReadOnlyList<NewcomerLosses>> nat)
    {
        NewcomerLosses[] sum = new NewcomerLosses[nat.Count == 0 ? 0 : nat.Max(repetition => repetition.Count)];
        foreach (IReadOnlyList<NewcomerLosses> repetition in nat)
            for (int second = 0; second < repetition.Count; second++)
                sum[second] += repetition[second];
        return sum;
    }
}
