using Chaos.Faults;

namespace Chaos.Scenarios.Faults;

/// <summary>The faults that a scenario can ask for, in the order in which they are registered on <see cref="Fault"/>.</summary>
internal static class FaultEntries
{
    /// <summary>Each entry type of this project: a fault is registered once, where it is defined.</summary>
    public static readonly IReadOnlyList<FaultEntry> All =
    [
        .. typeof(FaultEntry).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(FaultEntry)))
            .Select(type => (FaultEntry)Activator.CreateInstance(type)!)
            .OrderBy(entry => FaultCatalog.Names.ToList().IndexOf(entry.Name)),
    ];
}
