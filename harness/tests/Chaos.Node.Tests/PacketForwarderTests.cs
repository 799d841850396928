using Chaos.Linux;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Node.Ports;
using Chaos.Packets;
using CsCheck;

namespace Chaos.Node.Tests;

public sealed class PacketForwarderTests
{
    private static readonly Ipv4Address client = Ipv4Address.Parse("198.18.0.10");
    private static readonly Ipv4Address server = Ipv4Address.Parse("198.18.1.10");
    private static readonly Ipv4Address egress = Ipv4Address.Parse("198.18.1.250");
    private static readonly FiveTuple connection = new(IpProtocol.Udp, client, 40000, server, 7000);

    private readonly Port port = new();
    private readonly NatDatapath datapath = NatDatapath.Create(
        new NatOptions { Variant = "baseline", EgressAddress = egress, Map = new MapOptions(64) });

    [Fact]
    public void A_datagram_leaves_from_the_nat_address_and_its_answer_comes_back_to_the_client()
    {
        Forward(Datagram(connection));
        Forward(Datagram(new FiveTuple(IpProtocol.Udp, server, 7000, egress, 40000)));

        Assert.Equal([connection with { SourceAddress = egress }, connection.Reversed()], port.Written.Select(Tuple));
    }

    [Fact]
    public void A_reply_that_nobody_waits_for_is_answered_by_port_unreachable()
    {
        Forward(Datagram(new FiveTuple(IpProtocol.Udp, server, 7000, egress, 40000)));

        byte[] answer = Assert.Single(port.Written);
        Assert.Equal((byte)IpProtocol.Icmp, answer[9]);
        Assert.Equal(server.Value, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(16)));
        Assert.Equal(1, datapath.Counters.Punted);
    }

    [Fact]
    public void Malformed_packets_are_dropped_under_their_reason()
    {
        byte[] whole = Datagram(connection);

        Forward(whole[..19]);
        Forward(whole[..25]);
        Forward([0x60, .. whole[1..]]);
        Forward([.. whole[..10], 0xFF, 0xFF, .. whole[12..]]);

        Assert.Empty(port.Written);
        Assert.Equal(2, datapath.Counters.Drops(DropReason.Truncated));
        Assert.Equal(1, datapath.Counters.Drops(DropReason.NotIpv4));
        Assert.Equal(1, datapath.Counters.Drops(DropReason.BadHeaderChecksum));
    }

    [Fact]
    public void Whatever_comes_in_is_counted_and_nothing_throws()
    {
        byte[] whole = Datagram(connection);
        Gen<byte[]> damaged = Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, whole.Length - 1], Gen.Byte, (length, place, value) =>
        {
            byte[] bytes = [.. whole];
            bytes[place] = value;
            return bytes[..length];
        });
        Gen.OneOf(Gen.Byte.Array[1, 100], damaged.Where(bytes => bytes.Length > 0)).Array[1, 50].Sample(packets =>
        {
            PacketForwarderTests fresh = new();

            foreach (byte[] packet in packets) fresh.Forward(packet);

            NatCounters counters = fresh.datapath.Counters;
            long dropped = Enum.GetValues<DropReason>().Sum(counters.Drops);
            Assert.Equal(packets.Length, counters.Packets);
            Assert.Equal(packets.Length, counters.Forwarded + counters.Punted + dropped);
        });
    }

    /// <summary>A port may show the packets that follow, or not: nothing may depend on it.</summary>
    [Fact]
    public void A_batch_that_is_seen_ahead_leaves_as_one_that_is_not()
    {
        Gen<byte[]> whole = Gen.Select(Gen.UShort[40000, 40040], Gen.Bool, (clientPort, isReply) =>
            Datagram(
                isReply ? new FiveTuple(IpProtocol.Udp, server, 7000, egress, clientPort) : connection with { SourcePort = clientPort }));
        Gen<byte[]> cut = Gen.Select(whole, Gen.Int[0, 28], (bytes, length) => bytes[..length]);
        Gen.OneOf(whole, whole, cut, Gen.Byte.Array[1, 60]).Array[1, 64].Array[1, 6].Sample(batches =>
        {
            PacketForwarderTests seen = new(), unseen = new();
            seen.port.ShowsAhead = true;

            foreach (byte[][] batch in batches)
            {
                seen.Forward(batch);
                unseen.Forward(batch);
            }

            Assert.Equal(unseen.port.Written, seen.port.Written);
            Assert.Equal(Entries(unseen), Entries(seen));
            Assert.Equal(unseen.datapath.Map.Evictions, seen.datapath.Map.Evictions);
            Assert.Equal(batches.Sum(batch => Math.Max(0, batch.Length - NatDatapath.BurstDistance)), seen.port.Peeks);
        });
    }

    [Fact]
    public void A_known_flow_is_forwarded_without_allocating()
    {
        RunClock clock = new(TimeProvider.System);
        Repeating repeating = new(Datagram(connection));
        PacketForwarder forwarder = new(repeating, datapath);
        forwarder.Forward(64, clock);

        long before = GC.GetAllocatedBytesForCurrentThread();
        forwarder.Forward(64, clock);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(128, repeating.Forwarded);
    }

    /// <summary>Without the moments: each world has its own clock.</summary>
    private static IEnumerable<object> Entries(PacketForwarderTests world) =>
        world.datapath.Map.Entries().Select(
            object (entry) => (entry.Key, entry.Value.Address, entry.Value.Port, world.datapath.Map.IsReferenced(entry.Key)));

    private void Forward(params byte[][] batch)
    {
        port.Batch = [.. batch.Select(packet => packet.ToArray())];
        new PacketForwarder(port, datapath).Forward(batch.Length, new RunClock(TimeProvider.System));
    }

    private static byte[] Datagram(FiveTuple tuple)
    {
        byte[] packet = new byte[64];
        return packet[..UdpDatagram.Write(packet, tuple, "payload"u8)];
    }

    private static FiveTuple Tuple(byte[] packet)
    {
        Assert.True(Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out PacketError error), error.ToString());
        return parsed.Tuple;
    }

    private sealed class Port : IPacketPort
    {
        public IReadOnlyList<byte[]> Batch { get; set; } = [];

        public List<byte[]> Written { get; } = [];

        public bool ShowsAhead { get; set; }

        public int Peeks { get; private set; }

        public int Receive(long atMostNanoseconds) => Batch.Count;

        public ReadOnlySpan<byte> Peek(int place)
        {
            Peeks++;
            return ShowsAhead ? Batch[place] : default;
        }

        public Span<byte> Take(int place) => Batch[place];

        public Span<byte> Packet(int place) => Batch[place];

        public void Forward(int place) => Written.Add([.. Batch[place]]);

        public void Send(ReadOnlySpan<byte> packet) => Written.Add(packet.ToArray());

        public void Flush()
        {
        }
    }

    private sealed class Repeating(byte[] packet) : IPacketPort
    {
        private readonly byte[] current = [.. packet];

        public int Forwarded { get; private set; }

        public int Receive(long atMostNanoseconds) => 1;

        public Span<byte> Take(int place)
        {
            packet.CopyTo(current.AsSpan());
            return current;
        }

        public Span<byte> Packet(int place) => current;

        public void Forward(int place) => Forwarded++;

        public void Send(ReadOnlySpan<byte> packet)
        {
        }

        public void Flush()
        {
        }
    }
}
