using System.Diagnostics;
using Chaos.Model;

namespace Chaos.Nat.Snat;

/// <summary>Which NAT ports a new mapping tries, in which order.</summary>
/// <remarks>
/// The source port is kept if it lies in the range; then one random port, then "+1", which passes through the clamp again. Under the
/// multiplying clamp this ends, after at most 16 steps, in a fixed cycle of 16 ports; under the modulo of the default range it skips
/// ports. That is upstream's arithmetic, reproduced on purpose. Source: Cilium bpf/lib/nat.h, snat_v4_new_mapping.
/// </remarks>
public struct PortSelection(PortSelectionEra era, PortDraw draw, ushort minimum, ushort maximum, IPortDraws draws)
{
    public readonly PortSelectionEra Era => era;

    /// <summary>The lowest port, at least 1.</summary>
    public ushort Minimum { get; private set; } = minimum;

    /// <summary>The highest port, included.</summary>
    public ushort Maximum { get; private set; } = maximum;

    /// <summary>Another range from now on; mappings that exist keep their ports.</summary>
    /// <exception cref="ArgumentException">No range.</exception>
    public void ChangeRange(ushort minimum, ushort maximum)
    {
        if (minimum == 0 || minimum > maximum) throw new ArgumentException($"ports {minimum}-{maximum} are no range");
        (Minimum, Maximum) = (minimum, maximum);
    }

    /// <summary>Whether a NAT port, or an ICMP echo identifier, can be one of ours.</summary>
    public readonly bool Contains(IpProtocol protocol, ushort port) =>
        (protocol == IpProtocol.Icmp && era.AnyEchoIdentifier) || (port >= Minimum && port <= Maximum);

    /// <summary>The first port that a connection tries.</summary>
    public readonly ushort First(in FiveTuple egress) =>
        Contains(egress.Protocol, egress.SourcePort) ? egress.SourcePort : Clamp(Draw(egress, 0));

    /// <summary>The port after <paramref name="port"/> collided at try <paramref name="attempt"/>, counted from 0.</summary>
    public readonly ushort Next(in FiveTuple egress, ushort port, int attempt)
    {
        ushort drawn = attempt == 0 ? Draw(egress, 1) : unchecked((ushort)(port + 1));
        return egress.Protocol == IpProtocol.Icmp && era.AnyEchoIdentifier ? drawn : Clamp(drawn);
    }

    /// <summary>By a hash, the draws of a connection are the same whenever it asks.</summary>
    private readonly ushort Draw(in FiveTuple egress, uint number) => draw == PortDraw.Random
        ? draws.Next()
        : unchecked((ushort)(((uint)NatKey.Original(egress).GetHashCode() + number * 0x9E3779B9) * 0x85EBCA6B >> 16));

    internal readonly ushort Clamp(ushort value)
    {
        int span = Maximum - Minimum;
        return era.Clamp switch
        {
            PortClamp.ModuloWithoutTop => (ushort)(Minimum + value % Math.Max(span, 1)),
            PortClamp.Modulo => (ushort)(Minimum + value % (span + 1)),
            PortClamp.Multiply => (ushort)(Minimum + ((long)value * (span + 1) >> 16)),
            _ => throw new UnreachableException(),
        };
    }
}
