using System.Net.Sockets;
using Chaos.Linux.Netfilter;

namespace Chaos.Linux.Tests.Netfilter;

public sealed class NfTablesTests : IDisposable
{
    private const int Port = 7000;

    /// <summary>Round trips through the NAT in which a packet sent before them must have been handled.</summary>
    private const int EnoughRoundTrips = 1000;

    private readonly NatLab lab = new();

    private static Ipv4EndPoint Service => new(NatLab.ServerAddress, Port);

    [NetfilterFact]
    public void A_datagram_arrives_from_the_egress_address_and_a_port_of_the_range_and_its_answer_comes_back()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress);
        LabSocket server = lab.Server(ProtocolType.Udp, Port), client = lab.Client(ProtocolType.Udp);

        Ipv4EndPoint seen = client.RoundTrip(server);

        Assert.Equal(NatLab.EgressAddress, seen.Address);
        Assert.InRange(seen.Port, NatLab.LowestPort, NatLab.HighestPort);
    }

    [NetfilterFact]
    public void A_connection_arrives_from_the_egress_address_and_a_port_of_the_range_and_carries_bytes_both_ways()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress);
        LabSocket server = lab.Server(ProtocolType.Tcp, Port), client = lab.Client(ProtocolType.Tcp);
        server.Listen();
        client.Connect(Service);
        using LabSocket accepted = server.Accept();

        client.Send(1);
        accepted.Send(2);

        Assert.Equal((1, 2), (accepted.Receive(), client.Receive()));
        Assert.Equal(NatLab.EgressAddress, accepted.Remote.Address);
        Assert.InRange(accepted.Remote.Port, NatLab.LowestPort, NatLab.HighestPort);
    }

    [NetfilterFact]
    public void Masquerade_takes_the_address_of_the_outside_interface()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress with { Translation = new(null, NatLab.LowestPort, NatLab.HighestPort) });
        LabSocket server = lab.Server(ProtocolType.Udp, Port), client = lab.Client(ProtocolType.Udp);

        Ipv4EndPoint seen = client.RoundTrip(server);

        Assert.Equal(NatLab.NatOutside, seen.Address);
        Assert.InRange(seen.Port, NatLab.LowestPort, NatLab.HighestPort);
    }

    [NetfilterFact]
    public void The_limit_drops_the_connection_after_the_last_and_counts_its_packets()
    {
        const int Limit = 5;
        using NfTables tables = lab.Install(NatLab.ToEgress with { ConnectionLimit = Limit });
        LabSocket server = lab.Server(ProtocolType.Udp, Port);
        LabSocket[] clients = lab.Clients(Limit);
        Assert.All(clients, client => client.RoundTrip(server));
        Assert.Equal(0, tables.Read().Refused);

        LabSocket newcomer = lab.Client(ProtocolType.Udp);
        newcomer.SendTo(Service, 99);

        // The others still pass; the newcomer was counted by the time that their packets were.
        Until(() => tables.Read().Refused == 1, clients[0], server);
        Assert.All(clients, client => client.RoundTrip(server));
        Assert.False(newcomer.HasMore || server.HasMore);
        Assert.Equal(1, tables.Read().Refused);
    }

    [NetfilterFact]
    public void A_connection_without_an_answer_keeps_its_place_when_the_limit_is_reached()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress with { ConnectionLimit = 2 });
        LabSocket server = lab.Server(ProtocolType.Udp, Port), silent = lab.Server(ProtocolType.Udp, Port + 1);
        LabSocket answered = lab.Client(ProtocolType.Udp), unanswered = lab.Client(ProtocolType.Udp);
        answered.RoundTrip(server);
        unanswered.SendTo(new(NatLab.ServerAddress, Port + 1), 1);
        Assert.Equal(1, silent.Receive());
        LabSocket newcomer = lab.Client(ProtocolType.Udp);
        newcomer.SendTo(Service, 99);
        Until(() => tables.Read().Refused == 1, answered, server);

        unanswered.SendTo(new(NatLab.ServerAddress, Port + 1), 2);

        Assert.Equal(2, silent.Receive());
        Assert.Equal(1, tables.Read().Refused);
    }

    [NetfilterFact]
    public void A_connection_from_outside_does_not_pass_to_an_inside_address()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress);
        LabSocket server = lab.Server(ProtocolType.Udp, Port), client = lab.Client(ProtocolType.Udp);
        LabSocket target = lab.Client(ProtocolType.Udp, 5000), intruder = lab.Server(ProtocolType.Udp, 5001);

        intruder.SendTo(target.Local, 99);

        Until(() => tables.Read().Untranslated == 1, client, server);
        Assert.False(target.HasMore);
    }

    [NetfilterFact]
    public void Without_the_table_a_connection_from_outside_passes_and_nothing_is_translated()
    {
        using (NfTables tables = lab.Install(NatLab.ToEgress)) tables.Remove();
        LabSocket server = lab.Server(ProtocolType.Udp, Port), client = lab.Client(ProtocolType.Udp);
        LabSocket target = lab.Client(ProtocolType.Udp, 5000), intruder = lab.Server(ProtocolType.Udp, 5001);

        intruder.SendTo(target.Local, 99);

        Assert.Equal(99, target.Receive());
        Assert.Equal(NatLab.ClientAddress, client.RoundTrip(server).Address);
    }

    [NetfilterFact]
    public void A_reply_without_a_connection_is_counted_and_the_host_answers_it()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress);
        using ConntrackNetlink conntrack = lab.Conntrack();
        LabSocket server = lab.Server(ProtocolType.Udp, Port), client = lab.Client(ProtocolType.Udp);
        Ipv4EndPoint seen = client.RoundTrip(server);
        conntrack.Flush();
        server.Connect(seen);

        server.Send(1);

        // The ICMP error of the host.
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => server.Receive()).SocketErrorCode);
        Assert.Equal(new(Met: 2, Translated: 1, Refused: 0, Untranslated: 0, Unmatched: 1), tables.Read());
    }

    [NetfilterFact]
    public void A_reply_without_a_connection_is_dropped_where_the_rules_say_so()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress with { DropsUnmatched = true });
        using ConntrackNetlink conntrack = lab.Conntrack();
        LabSocket server = lab.Server(ProtocolType.Udp, Port), other = lab.Client(ProtocolType.Udp);
        LabSocket client = lab.Client(ProtocolType.Udp, NatLab.LowestPort);
        Ipv4EndPoint seen = client.RoundTrip(server);
        conntrack.Flush();

        server.SendTo(seen, 1);

        // The kernel keeps a client's port where it is free: a connection of the unmatched packet would have it.
        Until(() => tables.Read().Unmatched == 1, other, server);
        Assert.Equal(new(NatLab.EgressAddress, NatLab.LowestPort), seen);
        Assert.Equal(seen, client.RoundTrip(server));
        Assert.False(client.HasMore);
    }

    [NetfilterFact]
    public void A_connection_without_a_free_port_is_dropped_and_counted_as_a_failed_insert()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress with { Translation = new(NatLab.EgressAddress, 40000, 40000) });
        using ConntrackNetlink conntrack = lab.Conntrack();
        LabSocket server = lab.Server(ProtocolType.Udp, Port), first = lab.Client(ProtocolType.Udp), second = lab.Client(ProtocolType.Udp);
        first.RoundTrip(server);

        second.SendTo(Service, 99);

        Until(() => conntrack.ReadStatistics().InsertFailed == 1, first, server);
        Assert.False(server.HasMore || second.HasMore);
        Assert.Equal(0, conntrack.ReadStatistics().EarlyDrops);
    }

    [NetfilterFact]
    public void A_new_translation_is_for_new_connections_and_the_counters_go_on()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress with { ConnectionLimit = 2 });
        LabSocket server = lab.Server(ProtocolType.Udp, Port);
        LabSocket earlier = lab.Client(ProtocolType.Udp), later = lab.Client(ProtocolType.Udp), last = lab.Client(ProtocolType.Udp);
        earlier.RoundTrip(server);

        tables.Retranslate(new(lab.Outside, new(null, 50000, 50000), 2));

        Assert.Equal(NatLab.EgressAddress, earlier.RoundTrip(server).Address);
        Assert.Equal(new(NatLab.NatOutside, 50000), later.RoundTrip(server));
        last.SendTo(Service, 99);
        Until(() => tables.Read().Refused == 1, earlier, server);
    }

    [NetfilterFact]
    public void Connections_that_are_gone_make_room_under_the_limit()
    {
        const int Limit = 100;
        NatRules wide = NatLab.ToEgress with { Translation = new(NatLab.EgressAddress, 1024, 65535), ConnectionLimit = Limit };
        using NfTables tables = lab.Install(wide);
        using ConntrackNetlink conntrack = lab.Conntrack();
        LabSocket server = lab.Server(ProtocolType.Udp, Port);
        LabSocket[] first = lab.Clients(Limit), second = lab.Clients(Limit);
        Assert.All(first, client => client.RoundTrip(server));

        conntrack.Flush();

        // The kernel looks for connections that are gone once a tick, and for a few at a time.
        Assert.All(second, client =>
        {
            KernelTick.Next();
            client.RoundTrip(server);
        });
        Assert.Equal((0, Limit), (tables.Read().Refused, conntrack.Count()));
    }

    [NetfilterFact]
    public void What_the_kernel_refuses_is_an_error_that_names_the_change()
    {
        // A longer name than the kernel takes.
        LinuxException error = Assert.Throws<LinuxException>(() => lab.InNat(() =>
        {
            using NfTables nameless = new(new string('x', 300));
            nameless.Install(NatLab.ToEgress with { Outside = lab.Outside });
            return true;
        }));

        Assert.Contains("adding the table: nf_tables failed with error", error.Message, StringComparison.Ordinal);
    }

    [NetfilterFact]
    public void A_table_that_is_not_there_has_no_counter()
    {
        using NfTables tables = lab.Install(NatLab.ToEgress);
        tables.Remove();

        LinuxException error = Assert.Throws<LinuxException>(() => tables.Read());

        Assert.Equal(
            "reading the counter met of the nftables table chaos: nf_tables failed with error 2 (No such file or directory)",
            error.Message);
    }

    public void Dispose() => lab.Dispose();

    private static void Until(Func<bool> happened, LabSocket client, LabSocket server)
    {
        for (int trip = 0; trip < EnoughRoundTrips && !happened(); trip++) client.RoundTrip(server);
        Assert.True(happened());
    }
}
