using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Witnessing;

/// <summary>Sees what a datapath does: each packet, and each operation on its map in between. It changes nothing.</summary>
/// <remarks>An operation that comes while no packet is handled is a fault's. Times are nanoseconds since the run began.</remarks>
public interface INatWitness
{
    /// <summary>A packet is about to be handled.</summary>
    void OnPacket(DatapathPath path, ReadOnlySpan<byte> packet, long now, int cpu)
    {
    }

    /// <summary>The same packet, as the datapath left it.</summary>
    void OnVerdict(DatapathPath path, ReadOnlySpan<byte> packet, PacketVerdict verdict)
    {
    }

    /// <summary>Something is about to be done to the table, without a packet.</summary>
    void OnFault(long now)
    {
    }

    /// <summary>A lookup that marks the entry if it is there.</summary>
    void OnLookup(in NatKey key, bool found)
    {
    }

    /// <summary>An entry is about to be written; whatever is evicted until <see cref="OnUpdated"/> goes for its sake.</summary>
    void OnUpdate(in NatKey key, in NatValue value, UpdateMode mode, int cpu)
    {
    }

    void OnUpdated(in NatKey key, in NatValue value, MapResult result)
    {
    }

    void OnDeleted(in NatKey key, MapResult result)
    {
    }

    /// <summary>Never called where the map evicts in silence, as a kernel's does.</summary>
    void OnEvicted(in NatKey key, in NatValue value, EvictionRule rule)
    {
    }

    /// <summary>A map begins: the first one, or one that takes the place of the last.</summary>
    void OnMap(int capacity)
    {
    }

    /// <summary>New mappings get this address from now on.</summary>
    void OnAddress(Ipv4Address address)
    {
    }
}
