using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`resize`.</summary>
internal sealed record ResizeEntry() : FaultMapping(
    "resize",
    "Another map takes the table's place, as in an upgrade of a node. Undone after `for` in the same way, else it stays.",
    [Size, Entries],
    "{ at: 20s, resize: { size: 131072, entries: carried } }")
{
    private static readonly ScalarKey<int> Size = new(
        "size", "Entries of the new map (max_entries).", new WholeNumberParser<int>(1, 16_777_216) { Binary = true });

    private static readonly ScalarKey<ResizedEntries> Entries = new(
        "entries", "lost: the new map begins empty; carried: each entry is written into it, the oldest first.",
        new ChoiceParser<ResizedEntries>(("lost", ResizedEntries.Lost), ("carried", ResizedEntries.Carried)));

    protected override Fault BindInside(SectionReader fault) => new Resize { Size = fault.Read(Size), Entries = fault.Read(Entries) };
}
