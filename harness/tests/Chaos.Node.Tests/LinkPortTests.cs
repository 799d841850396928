using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Node.Links;
using Chaos.Node.Ports;
using Chaos.Packets;

namespace Chaos.Node.Tests;

/// <summary>One client, one server, datagrams with a number each, and a clock in the hand.</summary>
public sealed class LinkPortTests
{
    private const long Millisecond = 1_000_000;
    private static readonly FiveTuple connection = new(
        IpProtocol.Udp, Ipv4Address.Parse("198.18.0.10"), 40000, Ipv4Address.Parse("198.18.1.10"), 7000);

    private static readonly NetworkPlan network = new()
    {
        Topology = TopologyKind.Egress,
        InsideNetwork = Ipv4Address.Parse("198.18.0.0"),
        OutsideNetwork = Ipv4Address.Parse("198.18.1.0"),
        PrefixBits = 24,
        Clients = 1,
        Servers = 1,
        ServerPorts = [7000],
        Translates = true,
    };

    private readonly HandClock time = new();
    private readonly Frames frames = new();
    private readonly HostLinks links;
    private readonly LinkPort port;

    public LinkPortTests()
    {
        links = new HostLinks(network, new LinkPlan(LinkSet.Plain, 1));
        links.Begin();
        port = new LinkPort(frames, links, new RunClock(time));
    }

    [Fact]
    public void Without_any_condition_packets_pass_in_their_place_and_nothing_is_allocated()
    {
        frames.Arrive(Datagram(1), Datagram(2));
        Turn();
        frames.Arrive(Datagram(3), Datagram(4));

        long before = GC.GetAllocatedBytesForCurrentThread();
        Turn(note: false);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((4, 0), (frames.InPlace, frames.Sent.Count));
    }

    [Theory]
    [InlineData(LinkDirection.ToNode, LinkSide.Clients)]
    [InlineData(LinkDirection.FromNode, LinkSide.Servers)]
    public void A_delayed_packet_leaves_after_its_delay_and_the_wait_for_more_ends_then(LinkDirection direction, LinkSide side)
    {
        Set(side, direction, now => now with { Delay = 30 * Millisecond });
        frames.Arrive(Datagram(1));
        Turn();
        Assert.Empty(frames.Left);

        time.Nanoseconds += 10 * Millisecond;
        Turn();
        Assert.Equal(20 * Millisecond, frames.LastWait);
        time.Nanoseconds += 20 * Millisecond;
        Turn();

        Assert.Equal([1], frames.Left);
    }

    [Fact]
    public void The_other_direction_and_other_hosts_are_not_touched()
    {
        Set(LinkSide.Clients, LinkDirection.FromNode, now => now with { Partitioned = true });
        Set(LinkSide.Servers, LinkDirection.ToNode, now => now with { Partitioned = true });
        frames.Arrive(Datagram(1));

        Turn();

        Assert.Equal([1], frames.Left);
    }

    [Fact]
    public void A_cut_link_swallows_packets_and_answers_of_the_node_too()
    {
        Set(LinkSide.Servers, LinkDirection.FromNode, now => now with { Partitioned = true });
        frames.Arrive(Datagram(1));

        Turn();
        port.Send(Datagram(2).AsSpan(IFramePort.PacketOffset));

        Assert.Empty(frames.Left);
    }

    [Fact]
    public void Packets_that_were_under_way_when_a_delay_ended_are_not_overtaken()
    {
        Set(LinkSide.Clients, LinkDirection.ToNode, now => now with { Delay = 30 * Millisecond });
        frames.Arrive(Datagram(1));
        Turn();
        Set(LinkSide.Clients, LinkDirection.ToNode, now => now with { Delay = 0 });
        frames.Arrive(Datagram(2));
        Turn();
        Assert.Empty(frames.Left);

        time.Nanoseconds += 30 * Millisecond;
        frames.Arrive(Datagram(3));
        Turn();

        Assert.Equal([1, 2, 3], frames.Left);
    }

    [Fact]
    public void Reordered_packets_come_late_and_duplicates_twice()
    {
        Set(LinkSide.Clients, LinkDirection.ToNode, now => now with { Reorder = 1, ReorderBy = 5 * Millisecond });
        frames.Arrive(Datagram(1));
        Turn();
        Set(LinkSide.Clients, LinkDirection.ToNode, now => now with { Reorder = 0, Duplicate = 1 });
        frames.Arrive(Datagram(2));
        Turn();
        Turn();
        time.Nanoseconds += 5 * Millisecond;
        Turn();

        Assert.Equal([2, 2, 1], frames.Left);
    }

    /// <summary>An unfinished checksum is taken for right by the receiving kernel, whatever has become of the packet.</summary>
    [Theory]
    [InlineData(LinkDirection.ToNode, LinkSide.Clients)]
    [InlineData(LinkDirection.FromNode, LinkSide.Servers)]
    public void A_corrupted_packet_has_a_finished_checksum_that_no_longer_fits(LinkDirection direction, LinkSide side)
    {
        Set(side, direction, now => now with { Corrupt = 1 });
        byte[] unfinished = Datagram(1);
        unfinished[0] = 1;
        unfinished[6] = EthernetHeader.Bytes + 20;
        unfinished[8] = 6;
        frames.Arrive(unfinished);

        Turn();

        byte[] left = Assert.Single(frames.All);
        Assert.Equal(0, left[0]);
        bool isWhole = Ipv4Packet.TryParse(
            left.AsSpan(IFramePort.PacketOffset), out Ipv4Packet packet, out _) && packet.TransportChecksumIsRight();
        Assert.False(isWhole);
    }

    [Fact]
    public void More_packets_than_there_is_room_for_are_lost_and_counted()
    {
        Set(LinkSide.Clients, LinkDirection.ToNode, now => now with { Delay = 30 * Millisecond });
        byte[] datagram = Datagram(1);
        for (int number = 0; number < HeldFrames.MostFrames + 5; number++)
        {
            frames.Arrive(datagram);
            Turn();
        }

        Assert.Equal(5, port.Overflows);
    }

    private void Set(LinkSide side, LinkDirection direction, Func<LinkConditions, LinkConditions> change)
    {
        NodeLink link = links.All.Single(link => link.Side == side && link.Direction == direction);
        link.Link.Conditions = change(link.Link.Conditions);
        links.Refresh();
    }

    /// <summary>As the node does it, without a NAT.</summary>
    private void Turn(bool note = true)
    {
        frames.Notes = note;
        int count = port.Receive(-1);
        for (int place = 0; place < count; place++)
            if (port.Take(place).Length > 0) port.Forward(place);
        port.Flush();
    }

    private static byte[] Datagram(byte number)
    {
        byte[] frame = new byte[64];
        int length = UdpDatagram.Write(frame.AsSpan(IFramePort.PacketOffset), connection, [number]);
        return frame[..(IFramePort.PacketOffset + length)];
    }

    private sealed class HandClock : TimeProvider
    {
        public long Nanoseconds { get; set; } = 1000 * Millisecond;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => Nanoseconds;
    }

    private sealed class Frames : IFramePort
    {
        private byte[][] batch = [];

        public bool Notes { get; set; } = true;

        public long LastWait { get; private set; }

        public int InPlace { get; private set; }

        public List<byte[]> Sent { get; } = [];

        public List<byte[]> All { get; } = [];

        /// <summary>The numbers of all that left.</summary>
        public IEnumerable<int> Left => All.Select(frame => (int)frame[^1]);

        public void Arrive(params byte[][] next) => batch = next;

        public int Receive(long atMostNanoseconds)
        {
            LastWait = atMostNanoseconds;
            return batch.Length;
        }

        public Span<byte> Take(int place) => Packet(place);

        public Span<byte> Packet(int place) => batch[place].AsSpan(IFramePort.PacketOffset);

        public Span<byte> Frame(int place) => batch[place];

        public void Forward(int place)
        {
            InPlace++;
            if (Notes) All.Add([.. batch[place]]);
        }

        public void SendFrame(Span<byte> frame, Ipv4Address destination)
        {
            Sent.Add(frame.ToArray());
            All.Add(frame.ToArray());
        }

        public void Send(ReadOnlySpan<byte> packet) => All.Add([.. packet]);

        public void Flush() => batch = [];
    }
}
