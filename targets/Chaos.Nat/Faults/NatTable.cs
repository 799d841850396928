using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Faults;

/// <summary>The NAT map in the words of faults. Whatever goes here goes by a fault.</summary>
internal sealed class NatTable(NatDatapath datapath) : INatTable
{
    /// <summary>The node's packets are handled by one CPU, and so are its faults.</summary>
    private const int Cpu = 0;

    /// <summary>Ports of one address that nobody has (class E).</summary>
    private const int PortsPerAddress = 1 << 15;

    /// <summary>Stands for the client of occupied entries: shared address space (RFC 6598), which no plan of ours uses.</summary>
    private static readonly Ipv4Address Occupant = new(0x6440_0001);

    private static readonly Ipv4Address FirstRemote = new(0xF000_0001);

    private readonly SnatMap map = datapath.Map;

    public int Capacity => map.Capacity;

    public int Count => map.Count;

    public long Evictions => map.Evictions;

    public IEnumerable<TableEntry> Entries()
    {
        foreach ((NatKey key, NatValue value) in map.Entries())
        {
            FiveTuple connection = NatValue.Connection(key, value);
            yield return new TableEntry(
                key.Half == MappingHalf.Original, key.Tuple, connection, value.CreatedNanoseconds,
                datapath.Ledger.FlowOf(connection), connection.SourceAddress == Occupant);
        }
    }

    public bool IsReferenced(in TableEntry entry) => map.IsReferenced(KeyOf(entry));

    public bool Remove(in TableEntry entry) => map.Inject(KeyOf(entry));

    public bool Occupy(int number)
    {
        ushort port = (ushort)(PortsPerAddress + number % PortsPerAddress);
        FiveTuple egress = new(IpProtocol.Udp, Occupant, port, new Ipv4Address(FirstRemote.Value + (uint)(number / PortsPerAddress)), 9);
        NatKey reverse = NatKey.ReverseOf(egress, datapath.EgressAddress, port);
        if (map.Create(reverse, Occupant, port, UpdateMode.NoExist, Cpu) != MapResult.Ok) return false;
        if (map.Create(NatKey.Original(egress), datapath.EgressAddress, port, UpdateMode.Any, Cpu) == MapResult.Ok) return true;
        map.Delete(reverse);
        return false;
    }

    public void Replace(int? size, bool carry) => map.Replace(size ?? datapath.Options.Map.Size, carry, Cpu);

    private static NatKey KeyOf(in TableEntry entry) => entry.IsOriginal ? NatKey.Original(entry.Key) : NatKey.Reverse(entry.Key);
}
