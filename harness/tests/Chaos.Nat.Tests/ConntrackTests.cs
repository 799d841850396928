using Chaos.Model;
using Chaos.Nat.Conntrack;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Tests;

/// <summary>Lifetimes, close logic, garbage collection. Source of the figures: Cilium bpf/lib/conntrack.h, pkg/maps/ctmap.</summary>
public sealed class ConntrackTests
{
    private const long Second = 1_000_000_000;
    private const TcpFlags Syn = TcpFlags.Syn, SynAck = TcpFlags.Syn | TcpFlags.Ack, Ack = TcpFlags.Ack, Fin = TcpFlags.Fin | TcpFlags.Ack,
        Rst = TcpFlags.Rst;

    private static readonly Ipv4Address Other = new(NatWorld.Server.Value + 1);

    [Fact]
    public void A_connection_of_syns_lives_a_minute_and_an_open_one_8000_seconds()
    {
        Assert.Equal(60, LifetimeAfter((Syn, false)));
        Assert.Equal(60, LifetimeAfter((Syn, false), (SynAck, true)));
        Assert.Equal(8000, LifetimeAfter((Syn, false), (SynAck, true), (Ack, false)));
    }

    [Fact]
    public void A_segment_from_the_middle_is_simply_new_and_lives_8000_seconds() => Assert.Equal(8000, LifetimeAfter((Ack, false)));

    [Fact]
    public void A_fin_closes_one_direction_and_both_leave_ten_seconds()
    {
        Assert.Equal(8000, LifetimeAfter((Syn, false), (SynAck, true), (Ack, false), (Fin, false)));
        Assert.Equal(10, LifetimeAfter((Syn, false), (SynAck, true), (Ack, false), (Fin, false), (Fin, true)));
        Assert.Equal(10, LifetimeAfter((Syn, false), (SynAck, true), (Fin, false), (Fin, true), (Ack, false)));
    }

    [Fact]
    public void A_reset_closes_both_directions_only_while_not_both_sides_said_syn()
    {
        Assert.Equal(10, LifetimeAfter((Syn, false), (Rst, true)));
        Assert.Equal(8000, LifetimeAfter((Syn, false), (SynAck, true), (Rst, true)));
    }

    [Fact]
    public void A_syn_opens_a_closing_connection_again() =>
        Assert.Equal(60, LifetimeAfter((Syn, false), (SynAck, true), (Fin, false), (Fin, true), (Syn, false)));

    [Fact]
    public void All_else_lives_a_minute()
    {
        ConntrackEntry entry = default;
        entry.Update(IpProtocol.Udp, TcpFlags.None, isReply: false, 5 * Second);

        Assert.Equal(65 * Second, entry.ExpiresNanoseconds);
    }

    /// <summary>Cilium deletes what expired before the walk's moment, and not at it.</summary>
    [Theory]
    [InlineData(IpProtocol.Udp, 60)]
    [InlineData(IpProtocol.Tcp, 8000)]
    public void An_entry_stays_to_the_nanosecond_of_its_expiry_and_goes_with_the_next(IpProtocol protocol, int lifetime)
    {
        ConntrackTable table = new(new ConntrackOptions(TcpSize: 64, AnySize: 64), BatchRule.Scaled, possibleCpus: 1, LruFlavour.Common);
        FiveTuple tuple = NatWorld.Connection with { Protocol = protocol };
        table.Track(ConntrackDirection.Out, tuple, Ack, 5 * Second, cpu: 0);
        long expiry = (5 + lifetime) * Second;
        List<ConntrackKey> deleted = [];

        Assert.Equal((0.0, 0, 1), (table.DeleteExpired(expiry, deleted), deleted.Count, table.Count));
        Assert.Equal((1.0 / 64, 1, 0), (table.DeleteExpired(expiry + 1, deleted), deleted.Count, table.Count));
        Assert.Equal(new ConntrackKey(ConntrackDirection.Out, tuple), deleted[0]);
    }

    [Fact]
    public void Garbage_collection_takes_both_nat_entries_along_and_the_next_packet_starts_anew()
    {
        Timeline world = new();
        world.Send(0, NatWorld.Connection);
        world.Send(400, NatWorld.Connection with { DestinationAddress = Other });

        Assert.Equal((1, 2), (world.Datapath.Connections!.Count, world.Datapath.Map.Count));
        Assert.Equal((1, 2), (world.Collector.ConnectionsExpired, world.Collector.MappingsExpired));
    }

    [Fact]
    public void What_was_heard_of_in_time_stays()
    {
        Timeline world = new();
        for (int second = 0; second <= 900; second += 50) world.Send(second, NatWorld.Connection);

        Assert.Equal((0, 2), (world.Collector.ConnectionsExpired, world.Datapath.Map.Count));
        Assert.True(world.Collector.Walks > 0);
    }

    [Fact]
    public void A_reverse_entry_whose_original_was_evicted_is_not_found_and_leaks()
    {
        Timeline world = new();
        world.Send(0, NatWorld.Connection);
        world.Datapath.Map.Inject(NatKey.Original(NatWorld.Connection));
        world.Datapath.Advance(400 * Second);

        Assert.Equal((1, 0, 1), (world.Collector.ConnectionsExpired, world.Collector.MappingsExpired, world.Datapath.Map.Count));
    }

    [Fact]
    public void Mappings_whose_conntrack_entry_was_evicted_are_orphans_until_a_walk_that_the_fill_up_signal_asked_for()
    {
        Timeline world = new(new ConntrackOptions(TcpSize: 64, AnySize: 64, GcIntervalNanoseconds: 1000 * Second));
        for (ushort port = 0; port < 200; port++) world.Send(0, NatWorld.Tuple((ushort)(33000 + port)));
        Assert.Equal(400, world.Datapath.Map.Count);
        int known = world.Datapath.Connections!.Count;
        Assert.InRange(known, 1, 64);

        world.Collector.Signal(1 * Second);
        world.Datapath.Advance(2 * Second);

        Assert.Equal((2 * known, 400 - (2 * known)), (world.Datapath.Map.Count, world.Collector.OrphansPurged));
    }

    [Fact]
    public void Port_exhaustion_signals_and_signals_are_muted_until_their_walk_is_done()
    {
        Timeline world = new(ports: (40000, 40001));
        for (uint client = 0; client < 50; client++)
            world.Send(1, NatWorld.Connection with { SourceAddress = new(NatWorld.Client.Value + client) });

        Assert.True(world.Datapath.Counters.FillUpSignals > 10);
        world.Datapath.Advance(2 * Second);
        Assert.Equal(1, world.Collector.Walks);
    }

    /// <summary>Issue #47425: the reply finds its mapping but no connection, and so begins one of its own, inwards.</summary>
    [Fact]
    public void A_late_reply_that_conntrack_has_forgotten_leaves_a_phantom_and_the_next_packet_out_is_not_translated()
    {
        Timeline world = new(new ConntrackOptions(TcpSize: 64, AnySize: 1));
        world.Send(0, NatWorld.Connection);
        world.Send(1, NatWorld.Connection with { DestinationAddress = Other });
        world.Reply(2, new FiveTuple(IpProtocol.Udp, NatWorld.Server, 80, NatWorld.Nat, NatWorld.Port));

        Assert.Equal(NatWorld.Connection, world.Send(3, NatWorld.Connection));
        Assert.Equal(1, world.Datapath.Counters.NotMasqueraded);
    }

    [Fact]
    public void What_garbage_collection_took_is_named_as_expired()
    {
        Timeline world = new();
        List<Incident> incidents = [];
        world.Datapath.Ledger.IncidentSink = incidents.Add;
        world.Datapath.Ledger.Watch(new WatchedFlow(0, NatWorld.Connection));
        world.Send(0, NatWorld.Connection);

        Assert.Equal(PacketVerdict.Punt, world.Reply(400, new FiveTuple(IpProtocol.Udp, NatWorld.Server, 80, NatWorld.Nat, NatWorld.Port)));

        Incident incident = Assert.Single(incidents);
        Assert.Equal((Mechanism.Expired, PacketMet.Punt, 300 * Second), (incident.Mechanism, incident.Met, incident.BrokenAtNanoseconds));
    }

    /// <summary>Lengths of the intervals in seconds while each walk deletes the given number of a hundred entries.</summary>
    [Theory]
    [InlineData(0, 450)]
    [InlineData(4, 450)]
    [InlineData(10, 300)]
    [InlineData(30, 210)]
    [InlineData(95, 30)]
    public void The_interval_follows_the_share_that_was_deleted(int deleted, int seconds)
    {
        Timeline world = new(new ConntrackOptions(TcpSize: 64, AnySize: 100));
        for (int flow = 0; flow < deleted; flow++)
            world.Datapath.Connections!.TrackForward(ConntrackDirection.Out, NatWorld.Tuple((ushort)flow), TcpFlags.None, 0, 0);
        world.Datapath.Advance(0);
        world.Datapath.Advance(300 * Second);

        Assert.Equal((1, seconds * Second), (world.Collector.Walks, world.Collector.IntervalNanoseconds));
    }

    [Fact]
    public void The_interval_stays_between_ten_seconds_and_twelve_hours()
    {
        Timeline idle = new();
        idle.Datapath.Advance(0);
        idle.Datapath.Advance(7 * 24 * 3600 * Second);
        Assert.Equal(12 * 3600 * Second, idle.Collector.IntervalNanoseconds);

        Timeline busy = new(new ConntrackOptions(TcpSize: 64, AnySize: 100));
        busy.Datapath.Advance(0);
        for (int round = 0; round < 10; round++)
        {
            for (int flow = 0; flow < 99; flow++)
                busy.Datapath.Connections!.TrackForward(
                ConntrackDirection.Out, NatWorld.Tuple((ushort)flow), TcpFlags.None, -100 * Second, 0);
            busy.Datapath.Advance(busy.Collector.NextDue);
        }

        Assert.Equal(10 * Second, busy.Collector.IntervalNanoseconds);
    }

    /// <summary>Walks are made when a packet comes; whether the clock was looked at in between makes no difference.</summary>
    [Fact]
    public void Walks_that_were_due_leave_the_same_tables_whenever_they_are_caught_up_with()
    {
        Timeline often = new(), seldom = new();
        foreach (Timeline world in new[] { often, seldom })
            for (ushort port = 0; port < 100; port++) world.Send(port, NatWorld.Tuple((ushort)(33000 + port)));
        for (int second = 100; second < 3000; second++) often.Datapath.Advance(second * Second);
        seldom.Datapath.Advance(2999 * Second);

        Assert.Equal(
            (often.Collector.Walks, often.Collector.IntervalNanoseconds, often.Datapath.Map.Count, often.Collector.NextDue),
            (seldom.Collector.Walks, seldom.Collector.IntervalNanoseconds, seldom.Datapath.Map.Count, seldom.Collector.NextDue));
    }

    /// <summary>Seconds that a connection lives after these segments, all of one moment.</summary>
    private static long LifetimeAfter(params (TcpFlags Flags, bool IsReply)[] segments)
    {
        ConntrackEntry entry = default;
        foreach ((TcpFlags flags, bool isReply) in segments) entry.Update(IpProtocol.Tcp, flags, isReply, now: 0);
        return entry.ExpiresNanoseconds / Second;
    }

    /// <summary>A datapath with conntrack, and packets at given seconds.</summary>
    private sealed class Timeline(ConntrackOptions? options = null, (ushort Minimum, ushort Maximum)? ports = null)
    {
        public NatDatapath Datapath { get; } = NatDatapath.Create(NatWorld.Options("cilium-1.19") with
        {
            Conntrack = options ?? new ConntrackOptions(1024, 1024),
            Ports = new PortRange(
            ports?.Minimum ?? 32768, ports?.Maximum ?? 65535),
        });

        public GarbageCollector Collector => Datapath.Collector!;

        public FiveTuple? Send(long second, FiveTuple tuple)
        {
            byte[] packet = new byte[100];
            int length = UdpDatagram.Write(packet, tuple, [1]);
            return Datapath.ProcessEgress(
                packet.AsSpan(0, length), second * Second, 0) == PacketVerdict.Forward ? NatWorld.Parse(packet.AsSpan(0, length)) : null;
        }

        public PacketVerdict Reply(long second, FiveTuple tuple)
        {
            byte[] packet = new byte[100];
            return Datapath.ProcessIngress(packet.AsSpan(0, UdpDatagram.Write(packet, tuple, [1])), second * Second, 0);
        }
    }
}
