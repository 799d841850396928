using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Rules;

/// <summary>
/// Faults may overlap, but not where both hold the same thing: a link cannot have two delays. What a draw or a condition decides is
/// looked at when it happens, and then the later one is refused, on the record.
/// </summary>
internal sealed class FaultOverlaps(TimeSpan end)
{
    public void Check(IReadOnlyList<(ScheduledFault Fault, SectionReader Section)> faults)
    {
        List<List<(TimeSpan Begin, TimeSpan End)>> windows = faults.Select(fault => Windows(fault.Fault)).ToList();
        // Once for each fault: one on all links holds hundreds of things.
        List<HashSet<string>> held = faults.Select(fault => fault.Fault.Fault.Holding().ToHashSet()).ToList();
        for (int later = 0; later < faults.Count; later++)
        {
            if (Within(windows[later], windows[later]) is { } again && held[later].Count > 0)
                faults[later].Section.Complain(FaultKeys.For, $"it still lasts when it begins again at {DurationParser.Spell(again)}");

            for (int earlier = 0; earlier < later; earlier++)
            {
                if (Meet(windows[earlier], windows[later]) is { } moment
                    && held[later].FirstOrDefault(held[earlier].Contains) is { } shared)
                {
                    faults[later].Section.Complain(
                        $"contradicts `faults.{earlier}`: both hold {shared} at {DurationParser.Spell(moment)}; let one end before the "
                        + "other begins");
                }
            }
        }
    }

    private List<(TimeSpan Begin, TimeSpan End)> Windows(ScheduledFault fault) =>
        [.. (fault.Schedule.KnownMoments(end) ?? []).Select(begin => (begin, EndOf(fault, begin)))];

    private TimeSpan EndOf(ScheduledFault fault, TimeSpan begin) =>
        fault.Schedule.For is { } length ? begin + length
        : fault.Fault.Lasting() is FaultLength.Optional or FaultLength.Moment ? begin + TimeSpan.FromTicks(1)
        : end;

    private static TimeSpan? Within(List<(TimeSpan Begin, TimeSpan End)> windows, List<(TimeSpan Begin, TimeSpan End)> same) =>
        windows
            .Zip(same.Skip(1))
            .Where(pair => pair.First.End > pair.Second.Begin)
            .Select(pair => (TimeSpan?)pair.Second.Begin)
            .FirstOrDefault();

    /// <summary>The first moment in a window of both; each list is in order of time.</summary>
    private static TimeSpan? Meet(List<(TimeSpan Begin, TimeSpan End)> left, List<(TimeSpan Begin, TimeSpan End)> right)
    {
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            TimeSpan begin = left[i].Begin > right[j].Begin ? left[i].Begin : right[j].Begin;
            if (begin < left[i].End && begin < right[j].End) return begin;
            _ = left[i].End <= right[j].End ? i++ : j++;
        }

        return null;
    }
}
