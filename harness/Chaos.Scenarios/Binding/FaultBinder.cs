using Chaos.Scenarios.Faults;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Binding;

/// <summary>The items of `faults` into records.</summary>
internal static class FaultBinder
{
    /// <summary>Items without a fault, or with several, have been complained of and are left out.</summary>
    public static IReadOnlyList<ScheduledFault> Bind(SectionReader root) =>
        [.. Items(root).Select(item => new ScheduledFault(Schedule(item.Section), item.Entry.Bind(item.Section)))];

    /// <summary>Each item that asks for exactly one fault, with the entry of that fault.</summary>
    public static IEnumerable<(SectionReader Section, FaultEntry Entry)> Items(SectionReader root)
    {
        foreach (SectionReader section in root.Items(FaultKeys.Faults))
        {
            FaultEntry[] asked = [.. FaultEntries.All.Where(entry => section.Names(entry.Key))];
            if (asked is [FaultEntry only])
            {
                if (section.Says(only.Key)) yield return (section, only);
            }
            else
            {
                section.Complain(asked.Length == 0
                    ? $"no fault is named; give one of {string.Join(", ", FaultEntries.All.Select(entry => entry.Name))}"
                    : $"one item is one fault, here are {string.Join(" and ", asked.Select(entry => entry.Name))}; write an item for each");
            }
        }
    }

    private static FaultSchedule Schedule(SectionReader item) => new()
    {
        At = item.Read(FaultKeys.At),
        Every = item.Read(FaultKeys.Every),
        Until = item.Read(FaultKeys.Until),
        Between = item.Read(FaultKeys.Between),
        When = item.Read(FaultKeys.When),
        For = item.Read(FaultKeys.For),
    };
}
