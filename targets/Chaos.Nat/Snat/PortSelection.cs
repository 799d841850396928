using Chaos.Shared;

namespace Chaos.Nat.Snat;

/// <summary>Which NAT ports a new mapping tries, in which order: the selection of Cilium 1.18 and later.</summary>
/// <remarks>
/// The source port is kept if it lies in the range; then one random port, then "+1" - which passes through the clamp again and so ends, after at most
/// 16 steps, in a fixed cycle of 16 ports. That is upstream's arithmetic, reproduced on purpose. Source: Cilium bpf/lib/nat.h, snat_v4_new_mapping and
/// PRs #33271 (clamp by multiplication), #37389 (32 tries).
/// </remarks>
public struct PortSelection(ushort minimum, ushort maximum, ulong seed)
{
    /// <summary>SNAT_COLLISION_RETRIES.</summary>
    public const int Tries = 32;

    private RandomStream random = new(seed, "nat/port-selection");

    public readonly bool Contains(ushort port) => port >= minimum && port <= maximum;

    public ushort First(ushort sourcePort) => Contains(sourcePort) ? sourcePort : Clamp(random.NextUInt16());

    /// <summary>The port after <paramref name="port"/> collided at try <paramref name="attempt"/>, counted from 0.</summary>
    public ushort Next(ushort port, int attempt) => Clamp(attempt == 0 ? random.NextUInt16() : unchecked((ushort)(port + 1)));

    internal readonly ushort Clamp(ushort value) => (ushort)(minimum + (value * (maximum - minimum + 1) >> 16));
}
