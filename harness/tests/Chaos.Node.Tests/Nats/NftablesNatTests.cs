using System.Net.Sockets;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Linux.Tests.Netfilter;
using Chaos.Model;
using Chaos.Node.Nats;

namespace Chaos.Node.Tests.Nats;

/// <summary>The node's NAT of nftables between a client and a server in network namespaces, on packets of real sockets.</summary>
public sealed class NftablesNatTests : IDisposable
{
    private const ushort FirstPort = 33001, ServerPort = 7000;
    private const int Flows = 3;

    private readonly NatLab lab = new();
    private readonly RunClock clock = new(TimeProvider.System);
    private readonly LabSocket server;
    private readonly LabSocket[] clients;
    private NftablesNat? nat;

    public NftablesNatTests()
    {
        lab.InNat(() =>
        {
            File.WriteAllText("/proc/sys/net/netfilter/nf_conntrack_timestamp", "1");
            return true;
        });
        server = lab.Server(ProtocolType.Udp, ServerPort);
        clients = [.. Enumerable.Range(0, Flows).Select(flow => lab.Client(ProtocolType.Udp, FirstPort + flow))];
    }

    [NetfilterFact]
    public void A_connection_is_two_entries_and_has_the_egress_address_and_its_own_port()
    {
        Start(size: 100);

        Assert.All(clients.Select((client, flow) => (client.RoundTrip(server), flow)), seen =>
            Assert.Equal(new Ipv4EndPoint(NatLab.EgressAddress, FirstPort + seen.flow), seen.Item1));

        NodeStatistics statistics = Read();
        Assert.Equal(new TableCounters(2 * Flows, 100, 0, 0, 0, 0, 0), statistics.Table);
        Assert.Equal((2 * Flows, 2 * Flows, 0, Flows), (statistics.Packets, statistics.Forwarded, statistics.Punted, statistics.Mappings));
        Assert.Empty(statistics.Drops);
    }

    [NetfilterFact]
    public void Half_as_many_connections_as_the_table_has_entries_pass_and_the_next_is_refused_and_told_as_such()
    {
        Start(size: 5);
        clients[0].RoundTrip(server);
        clients[1].RoundTrip(server);

        clients[2].SendTo(server.Local, 99);

        Until(() => Read().Table?.Refusals == 1, clients[0]);
        NodeStatistics statistics = Read();
        Assert.Equal(new TableCounters(4, 5, 0, 1, 0, 0, 0, new NewcomerLosses(0, 0, 1)), statistics.Table);
        Assert.Equal([new("connectionLimit", 1)], statistics.Drops);
        Assert.False(server.HasMore);
    }

    [NetfilterFact]
    public void Evicting_one_flow_removes_both_its_entries_and_no_other_and_explains_its_death()
    {
        Start(size: 100);
        Ipv4EndPoint[] seen = [.. clients.Select(client => client.RoundTrip(server))];
        Read();

        FaultReport report = Act(new Evict { Half = EvictHalf.Both, Count = 1 }, [1]);

        Assert.Equal([1], report.Flows);
        Assert.Equal((1, 1, 2, 1, 1), (
            report.Counts["candidates"], report.Counts["chosen"], report.Counts[FaultReport.Entries], report.Counts["original"],
            report.Counts["reverse"]));
        Assert.Equal(2 * (Flows - 1), Read().Table?.Entries);
        Assert.Equal((Mechanism.Fault, PacketMet.Punt), Explain(1));
        Assert.Null(nat!.Explain(new ExplainLoss(0, 5)));

        // The server speaks first: its packet to the lost flow is the host's, the others arrive.
        server.SendTo(seen[1], 9);
        server.SendTo(seen[0], 7);
        Assert.Equal(7, clients[0].Receive());
        Assert.False(clients[1].HasMore);
        Until(() => Read().Punted == 1, clients[2]);
    }

    [NetfilterFact]
    public void Evict_knows_which_connection_is_the_oldest_and_which_the_newest()
    {
        Start(size: 100);
        // Not in the order of their ports, which would hold without any age.
        foreach (int flow in (int[])[2, 0, 1]) clients[flow].RoundTrip(server);

        Assert.Equal([1], Act(new Evict { Half = EvictHalf.Both, Count = 1, Select = EvictSelect.Newest }).Flows);
        Assert.Equal([2], Act(new Evict { Half = EvictHalf.Both, Count = 1, Select = EvictSelect.Oldest }).Flows);
        Assert.Equal(2, Read().Table?.Entries);
    }

    [NetfilterFact]
    public void Flush_removes_every_entry()
    {
        Start(size: 100);
        Assert.All(clients, client => client.RoundTrip(server));

        FaultReport report = Act(new Flush { Table = FlushedTable.Nat });

        Assert.Equal(2 * Flows, report.Counts[FaultReport.Entries]);
        Assert.Equal([0, 1, 2], report.Flows);
        Assert.Equal(0, Read().Table?.Entries);
    }

    [NetfilterFact]
    public void A_connection_that_went_without_a_fault_has_expired_and_one_with_another_port_was_made_again()
    {
        Start(size: 100);
        Assert.All(clients, client => client.RoundTrip(server));
        Read();
        using (Chaos.Linux.Netfilter.ConntrackNetlink conntrack = lab.Conntrack()) conntrack.Flush();
        Act(new PortRangeChange { Minimum = 50000, Maximum = 50001 });

        Assert.Equal(new Ipv4EndPoint(NatLab.EgressAddress, 50000).Address, clients[0].RoundTrip(server).Address);

        Assert.Equal((Mechanism.Expired, PacketMet.NewPort), Explain(0));
        Assert.Equal((Mechanism.Expired, PacketMet.Punt), Explain(1));
    }

    [NetfilterFact]
    public void Another_port_range_and_egress_address_are_for_new_connections_until_they_are_taken_back()
    {
        Start(size: 100);
        clients[0].RoundTrip(server);

        Act(new PortRangeChange { Minimum = 50000, Maximum = 50000 });
        Act(new EgressAddressChange { Spare = 1 });

        Assert.Equal(new Ipv4EndPoint(NatLab.EgressAddress, FirstPort), clients[0].RoundTrip(server));
        Assert.Equal(new Ipv4EndPoint(NatLab.EgressAddress + 1, 50000), clients[1].RoundTrip(server));

        Act(new EgressAddressChange { Spare = 1 }, phase: FaultPhase.End);
        Act(new PortRangeChange { Minimum = 50000, Maximum = 50000 }, phase: FaultPhase.End);

        Assert.Equal(new Ipv4EndPoint(NatLab.EgressAddress, FirstPort + 2), clients[2].RoundTrip(server));
    }

    [NetfilterFact]
    public void An_unmatched_reply_is_dropped_where_the_scenario_says_so()
    {
        Start(size: 100, UnmatchedReply.Drop);
        Ipv4EndPoint seen = clients[0].RoundTrip(server);
        Act(new Flush { Table = FlushedTable.Nat });

        server.SendTo(seen, 9);

        Until(() => Read().Drops.GetValueOrDefault("unmatched") == 1, clients[1]);
        Assert.Equal(0, Read().Punted);
        Assert.False(clients[0].HasMore);
    }

    public void Dispose()
    {
        nat?.Dispose();
        lab.Dispose();
    }

    private void Start(int size, UnmatchedReply unmatched = UnmatchedReply.Punt) => nat = lab.InNat(() => new NftablesNat(
        new ConfigureNode
        {
            Datapath = NodeDatapath.Nftables,
            Network = new NetworkPlan
            {
                Topology = TopologyKind.Egress,
                InsideNetwork = new(NatLab.InsideNetwork),
                OutsideNetwork = new(NatLab.OutsideNetwork),
                PrefixBits = NatLab.PrefixLength,
                Clients = 1,
                Servers = 1,
                ServerPorts = [ServerPort],
                Translates = true,
            },
            Nat = new NatOptions
            {
                Variant = "baseline",
                Map = new MapOptions(size),
                EgressAddress = new(NatLab.EgressAddress),
                Unmatched = unmatched,
            },
            Watched = [.. Enumerable.Range(0, Flows).Select(flow => new WatchedFlow(flow, new FiveTuple(
                IpProtocol.Udp, new(NatLab.ClientAddress), (ushort)(FirstPort + flow), new(NatLab.ServerAddress), ServerPort)))],
        },
        new ControlChannel(_ => 0, bytes => bytes.Length), clock, TimeProvider.System));

    private NodeStatistics Read() => nat!.ReadStatistics(clock.Now);

    private FaultReport Act(NodeFault fault, int[]? flows = null, FaultPhase phase = FaultPhase.Begin) =>
        lab.InNat(() => nat!.Act(fault, new FaultOrder(0, fault, phase, 0, null, 1, flows), clock.Now))!;

    private (Mechanism Mechanism, PacketMet Met)? Explain(int flow) =>
        nat!.Explain(new ExplainLoss(flow, 5)) is { Incident: var incident } ? (incident.Mechanism, incident.Met) : null;

    private void Until(Func<bool> happened, LabSocket client)
    {
        const int EnoughRoundTrips = 1000;
        for (int trip = 0; trip < EnoughRoundTrips && !happened(); trip++) client.RoundTrip(server);
        Assert.True(happened());
    }
}
