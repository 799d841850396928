using System.Diagnostics.CodeAnalysis;

namespace Chaos.Nat.Snat;

/// <summary>How a number of 16 bits is brought into the port range.</summary>
public enum PortClamp : byte
{
    /// <summary>min + v mod (max - min): never yields the top port.</summary>
    ModuloWithoutTop,

    /// <summary>min + v mod (max - min + 1): the off-by-one mended, commit 9b6c0bddb6.</summary>
    Modulo,

    /// <summary>min + (v * (max - min + 1) >> 16): PR #33271.</summary>
    Multiply,
}

/// <summary>How a candidate port is tried.</summary>
public enum PortProbe : byte
{
    /// <summary>
    /// The reverse entry is looked up, which marks the one that collides; then both are written, reverse first, and a refusal of either
    /// drops the packet. Source: v1.15.0 bpf/lib/nat.h, checked against recordings of it.
    /// </summary>
    Lookup,

    /// <summary>
    /// The reverse entry is created with NOEXIST: no entry is marked, but each refused try takes a node and may evict. Commit 9f6d52e1a8.
    /// </summary>
    Create,
}

/// <summary>Port selection as one range of Cilium releases had it; `nat.portSelection` names one.</summary>
/// <param name="Name">Of the first release that has it.</param>
/// <param name="Probe">How a port is tried.</param>
/// <param name="Clamp">How draws come into the range.</param>
/// <param name="Tries">SNAT_COLLISION_RETRIES: 128, since PR #37389 32.</param>
/// <param name="AnyEchoIdentifier">True: an ICMP identifier may be any of 0 to 65535 (commit b681735d23); false: it comes out of the port
/// range.</param>
/// <remarks>Source: the history of Cilium's bpf/lib/nat.h, snat_v4_new_mapping.</remarks>
public sealed record PortSelectionEra(string Name, PortProbe Probe, PortClamp Clamp, int Tries, bool AnyEchoIdentifier)
{
    public static readonly PortSelectionEra Cilium115 = new("cilium-1.15", PortProbe.Lookup, PortClamp.ModuloWithoutTop, 128, false);

    public static readonly PortSelectionEra Cilium116 = new("cilium-1.16", PortProbe.Create, PortClamp.ModuloWithoutTop, 128, false);

    /// <summary>Stood in no release: between the mended modulo and the multiplication.</summary>
    public static readonly PortSelectionEra Cilium117Development = new("cilium-1.17-dev", PortProbe.Create, PortClamp.Modulo, 128, false);

    public static readonly PortSelectionEra Cilium117 = new("cilium-1.17", PortProbe.Create, PortClamp.Multiply, 128, false);

    public static readonly PortSelectionEra Cilium118 = new("cilium-1.18", PortProbe.Create, PortClamp.Multiply, 32, true);

    private static readonly PortSelectionEra[] All = [Cilium115, Cilium116, Cilium117Development, Cilium117, Cilium118];

    /// <summary>All names, oldest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(era => era.Name)];

    public static PortSelectionEra Newest => Cilium118;

    public static bool TryFind(string name, [NotNullWhen(true)] out PortSelectionEra? era)
    {
        era = Array.Find(All, candidate => candidate.Name == name);
        return era is not null;
    }
}
