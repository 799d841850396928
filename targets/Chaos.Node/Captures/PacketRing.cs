using System.Buffers.Binary;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Node.Captures;

/// <summary>
/// The beginnings of the last packets that came to the node and left it. Full, it forgets the oldest. Adding allocates nothing.
/// </summary>
internal sealed class PacketRing(int slots)
{
    /// <summary>Headers and the first bytes of ours.</summary>
    public const int KeptBytes = 128;

    private readonly byte[] kept = new byte[slots * KeptBytes];
    private readonly Entry[] entries = new Entry[slots];
    private long added;

    /// <summary>Puts a packet in, and returns its number.</summary>
    /// <param name="at">Nanoseconds since the epoch.</param>
    /// <param name="packet">An IPv4 packet, or what claims to be one.</param>
    /// <param name="arrival">For a packet that leaves, the number of the one that it came of; negative for one that arrives.</param>
    public long Add(long at, ReadOnlySpan<byte> packet, long arrival)
    {
        int slot = SlotOf(added);
        int length = Math.Min(packet.Length, KeptBytes);
        packet[..length].CopyTo(kept.AsSpan(slot * KeptBytes));
        entries[slot] = new Entry(at, packet.Length, arrival);
        return added++;
    }

    /// <summary>
    /// All that has to do with one connection, oldest first: its packets on the client's side, what the NAT made of them, and whatever
    /// else went between the same ports on the far side, such as a reply that no mapping knew any more.
    /// </summary>
    public List<RingPacket> Of(FiveTuple connection)
    {
        long first = Math.Max(0, added - slots);
        HashSet<FiveTuple> tuples = [connection, connection.Reversed()];
        for (long number = first; number < added; number++)
        {
            long arrival = entries[SlotOf(number)].Arrival;
            if (arrival < first || !(tuples.Contains(TupleOf(number)) || tuples.Contains(TupleOf(arrival)))) continue;
            foreach (FiveTuple tuple in (FiveTuple[])[TupleOf(number), TupleOf(arrival)])
                if (tuple.SourcePort != 0)
                    tuples.UnionWith([tuple, tuple.Reversed()]);
        }

        List<RingPacket> found = [];
        for (long number = first; number < added; number++)
        {
            Entry entry = entries[SlotOf(number)];
            if (!tuples.Contains(TupleOf(number)) && !(entry.Arrival >= first && tuples.Contains(TupleOf(entry.Arrival)))) continue;
            found.Add(new RingPacket(entry.At, entry.Arrival >= 0, entry.Length, Bytes(number).ToArray()));
        }

        return found;
    }

    private int SlotOf(long number) => (int)(number % slots);

    private ReadOnlySpan<byte> Bytes(long number) =>
        kept.AsSpan(SlotOf(number) * KeptBytes, Math.Min(entries[SlotOf(number)].Length, KeptBytes));

    /// <summary>A kept packet is cut and unchecked, so it is read with care; no ports where there are none.</summary>
    private FiveTuple TupleOf(long number)
    {
        ReadOnlySpan<byte> packet = Bytes(number);
        if (packet.Length < Ipv4Packet.MinimumHeaderBytes) return default;
        int headerBytes = (packet[0] & 15) * 4;
        bool hasPorts = (IpProtocol)packet[9] is IpProtocol.Tcp or IpProtocol.Udp && packet.Length >= headerBytes + sizeof(uint);
        return new FiveTuple(
            (IpProtocol)packet[9],
            new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(packet[12..])),
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(packet[headerBytes..]) : (ushort)0,
            new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(packet[16..])),
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(packet[(headerBytes + 2)..]) : (ushort)0);
    }

    private readonly record struct Entry(long At, int Length, long Arrival);
}

/// <summary>A packet out of the ring.</summary>
/// <param name="At">Nanoseconds since the epoch.</param>
/// <param name="Left">It left the node; else it arrived.</param>
/// <param name="Length">In bytes, as it was.</param>
/// <param name="Bytes">Its beginning.</param>
internal readonly record struct RingPacket(long At, bool Left, int Length, byte[] Bytes);
