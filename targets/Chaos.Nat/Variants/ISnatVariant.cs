using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Variants;

/// <summary>What a fix variant does about the partner entry, once the packet's own entry was found.</summary>
/// <remarks>A failure ends in a drop (DROP_NAT_NO_MAPPING). Implementations are stateless structs, so that the JIT erases the choice.</remarks>
public interface ISnatVariant
{
    /// <summary>An egress packet found its original entry.</summary>
    /// <param name="map">The NAT map.</param>
    /// <param name="egress">The packet's tuple, client to server.</param>
    /// <param name="original">The value found: NAT address and port.</param>
    /// <param name="cpu">The acting CPU.</param>
    static abstract MapResult OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu);

    /// <summary>An ingress packet found its reverse entry.</summary>
    /// <param name="map">The NAT map.</param>
    /// <param name="ingress">The packet's tuple, server to NAT address.</param>
    /// <param name="reverse">The value found: the client's address and port.</param>
    /// <param name="cpu">The acting CPU.</param>
    static abstract MapResult OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu);
}

/// <summary>The two acts that variants are made of.</summary>
internal static class Partner
{
    public static MapResult LookUpOrRestoreReverse(SnatMap map, in FiveTuple egress, in NatValue original, UpdateMode mode, int cpu) =>
        map.LookUpOrRestore(
            NatKey.ReverseOf(egress, original.Address, original.Port), egress.SourceAddress, egress.SourcePort, mode, cpu);

    public static MapResult LookUpOrRestoreOriginal(SnatMap map, in FiveTuple ingress, in NatValue reverse, UpdateMode mode, int cpu)
    {
        FiveTuple egress = new(ingress.Protocol, reverse.Address, reverse.Port, ingress.SourceAddress, ingress.SourcePort);
        return map.LookUpOrRestore(NatKey.Original(egress), ingress.DestinationAddress, ingress.DestinationPort, mode, cpu);
    }
}
