using Chaos.Containers.Doctor;
using Chaos.Nat.Variants;
using Chaos.Targets;

namespace Chaos.Cli.Output;

/// <summary>What `targets` prints, also as JSON.</summary>
internal sealed record TargetList(
    IReadOnlyList<TargetRow> Targets, IReadOnlyList<VariantRow> Variants, IReadOnlyList<PresetRow> Presets);

/// <param name="Name">As `nat.target` spells it.</param>
/// <param name="Description">In one sentence.</param>
/// <param name="Worlds">Where it runs.</param>
internal sealed record TargetRow(string Name, string Description, IReadOnlyList<TargetInWorld> Worlds);

/// <param name="Name">As `backend` spells it.</param>
/// <param name="Can">What a scenario may ask of the target there, in words that follow "can".</param>
/// <param name="Cannot">What it may not ask.</param>
/// <param name="Lacks">What this machine lacks for it; empty: nothing is known to be missing.</param>
internal sealed record TargetInWorld(
    string Name, IReadOnlyList<string> Can, IReadOnlyList<string> Cannot, IReadOnlyList<Finding> Lacks)
{
    public static TargetInWorld Of(string name, CapabilitySet can, IReadOnlyList<Finding> lacks)
    {
        ILookup<bool, string> all = CapabilitySet.All.ToLookup(one => can.Can.HasFlag(one), CapabilitySet.Describe);
        return new TargetInWorld(name, [.. all[true]], [.. all[false]], lacks);
    }
}

/// <summary>A bare variant.</summary>
internal sealed record VariantRow(string Name, string Description);

/// <summary>A patch release of Cilium that changed something.</summary>
internal sealed record PresetRow(string Name, string Changes, string Variant, string PortSelection, string StaleEgress, string Icmp)
{
    public static PresetRow Of(CiliumRelease release)
    {
        IReadOnlyList<string> cells = VariantTable.Cells(release);
        return new PresetRow(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
    }
}
