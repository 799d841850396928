using Chaos.Linux;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Node.Ports;

/// <summary>One of the node's networks: its interface, the addresses that we answer for there, and who else is there.</summary>
internal sealed class AttachedNetwork
{
    /// <summary>How many packets may wait for somebody's link-layer address; the kernel's own limit is of this size.</summary>
    private const int HeldFrames = 256;

    private readonly uint network;
    private readonly uint mask;
    private readonly HashSet<uint> answeredFor;
    private readonly Dictionary<uint, MacAddress> neighbours = [];
    private readonly List<(uint Destination, byte[] Frame)> held = [];

    public AttachedNetwork(NetworkInterface card, uint mask, Ipv4Address member, IEnumerable<Ipv4Address> answeredFor)
    {
        Interface = card.Index;
        this.mask = mask;
        network = member.Value & mask;
        this.answeredFor = [.. answeredFor.Select(address => address.Value)];
        Speaker = new Ipv4Address(this.answeredFor.First());
    }

    /// <summary>Its index.</summary>
    public int Interface { get; }

    /// <summary>Whom we ask as.</summary>
    public Ipv4Address Speaker { get; }

    public bool Contains(Ipv4Address address) => (address.Value & mask) == network;

    public bool AnswersFor(Ipv4Address address) => answeredFor.Contains(address.Value);

    public bool TryFind(Ipv4Address address, out MacAddress mac) => neighbours.TryGetValue(address.Value, out mac);

    public void Learn(Ipv4Address address, MacAddress mac)
    {
        if (Contains(address)) neighbours[address.Value] = mac;
    }

    /// <summary>Keeps a copy until its destination is known. Only the first packets to somebody come here.</summary>
    public bool TryHold(Ipv4Address destination, ReadOnlySpan<byte> frame)
    {
        if (held.Count == HeldFrames) return false;
        held.Add((destination.Value, frame.ToArray()));
        return true;
    }

    /// <summary>What waited for this address, in its order.</summary>
    public IEnumerable<byte[]> Release(Ipv4Address address)
    {
        if (held.Count == 0) return [];
        List<byte[]> released = [.. held.Where(waiting => waiting.Destination == address.Value).Select(waiting => waiting.Frame)];
        held.RemoveAll(waiting => waiting.Destination == address.Value);
        return released;
    }
}
