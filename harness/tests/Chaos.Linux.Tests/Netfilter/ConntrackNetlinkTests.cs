using System.Net.Sockets;
using Chaos.Linux.Netfilter;

namespace Chaos.Linux.Tests.Netfilter;

public sealed class ConntrackNetlinkTests : IDisposable
{
    private const int Port = 7000, Flows = 5;
    private const byte Udp = 17, Tcp = 6, Icmp = 1;

    private readonly NatLab lab = new();
    private readonly NfTables tables;
    private readonly ConntrackNetlink conntrack;

    public ConntrackNetlinkTests()
    {
        tables = lab.Install(NatLab.ToEgress);
        conntrack = lab.Conntrack();
    }

    [NetfilterFact]
    public void All_connections_are_listed_with_both_directions_and_counted()
    {
        LabSocket server = lab.Server(ProtocolType.Udp, Port);
        LabSocket[] clients = lab.Clients(Flows);
        (ConntrackTuple Original, ConntrackTuple Reply)[] expected = [.. clients.Select(client =>
        {
            Ipv4EndPoint seen = client.RoundTrip(server);
            return (new ConntrackTuple(Udp, client.Local, server.Local), new ConntrackTuple(Udp, server.Local, seen));
        })];

        List<ConntrackEntry> entries = Entries();

        Assert.Equal(expected.Order(Order), entries.Select(entry => (entry.Original, entry.Reply)).Order(Order));
        Assert.All(entries, entry =>
        {
            Assert.Equal(ConntrackStatus.SeenReply | ConntrackStatus.SourceTranslated | ConntrackStatus.Confirmed,
                entry.Status & (ConntrackStatus)0x3F & ~ConntrackStatus.Assured);
            Assert.InRange(entry.TimeoutSeconds, 1, 180);
            Assert.False(entry.IsClosed);
        });
        Assert.Equal(Flows, conntrack.Count());
    }

    [NetfilterFact]
    public void Deleting_one_connection_kills_that_one_alone()
    {
        LabSocket server = lab.Server(ProtocolType.Udp, Port);
        LabSocket[] clients = lab.Clients(Flows);
        Ipv4EndPoint[] seen = [.. clients.Select(client => client.RoundTrip(server))];

        Assert.True(conntrack.TryDelete(new(Udp, clients[2].Local, server.Local)));

        // The server speaks first: what its packets need is the connection. The dead flow's comes first, so it has been handled when
        // the others have arrived.
        server.SendTo(seen[2], 9);
        for (int flow = 0; flow < Flows; flow++)
        {
            if (flow == 2) continue;
            server.SendTo(seen[flow], 7);
            Assert.Equal(7, clients[flow].Receive());
        }

        Assert.False(clients[2].HasMore);
        Assert.Equal(Flows - 1, Entries().Count(entry => entry.Status.HasFlag(ConntrackStatus.SourceTranslated)));
        Assert.Null(conntrack.Find(new(Udp, clients[2].Local, server.Local)));
        Assert.False(conntrack.TryDelete(new(Udp, clients[2].Local, server.Local)));
    }

    [NetfilterFact]
    public void A_connection_is_found_and_deleted_by_either_direction()
    {
        LabSocket server = lab.Server(ProtocolType.Udp, Port), client = lab.Client(ProtocolType.Udp);
        Ipv4EndPoint seen = client.RoundTrip(server);
        ConntrackTuple original = new(Udp, client.Local, server.Local), reply = new(Udp, server.Local, seen);

        Assert.Equal(original, conntrack.Find(reply)?.Original);
        Assert.Equal(reply, conntrack.Find(original)?.Reply);

        Assert.True(conntrack.TryDelete(reply));
        Assert.Empty(Entries());
    }

    [NetfilterFact]
    public void A_connection_has_the_moment_of_its_beginning_where_the_namespace_keeps_it()
    {
        LabSocket server = lab.Server(ProtocolType.Udp, Port), without = lab.Client(ProtocolType.Udp);
        without.RoundTrip(server);
        lab.InNat(() => { File.WriteAllText("/proc/sys/net/netfilter/nf_conntrack_timestamp", "1"); return true; });
        LabSocket first = lab.Client(ProtocolType.Udp), second = lab.Client(ProtocolType.Udp);
        first.RoundTrip(server);
        second.RoundTrip(server);

        long Created(LabSocket client) => conntrack.Find(new(Udp, client.Local, server.Local))!.Value.CreatedNanoseconds;
        Assert.Equal(0, Created(without));
        Assert.InRange(Created(first), NanosecondsUntil(2020), Created(second) - 1);
        Assert.InRange(Created(second), NanosecondsUntil(2020), NanosecondsUntil(2200));
    }

    [NetfilterFact]
    public void Flush_deletes_all_and_their_next_packets_begin_new_connections()
    {
        LabSocket server = lab.Server(ProtocolType.Udp, Port);
        LabSocket[] clients = lab.Clients(Flows);
        Assert.All(clients, client => client.RoundTrip(server));

        conntrack.Flush();

        Assert.Equal(0, conntrack.Count());
        Assert.Empty(Entries());
        Assert.All(clients, client => client.RoundTrip(server));
        Assert.Equal(Flows, conntrack.Count());
    }

    [NetfilterFact]
    public void A_TCP_connection_has_its_state_and_a_closed_one_stays_in_the_table()
    {
        LabSocket server = lab.Server(ProtocolType.Tcp, Port), client = lab.Client(ProtocolType.Tcp);
        server.Listen();
        client.Connect(server.Local);
        ConntrackTuple tuple = new(Tcp, client.Local, server.Local);
        using LabSocket accepted = server.Accept();
        client.Send(1);
        Assert.Equal(1, accepted.Receive());
        Assert.Equal(ConntrackTcpState.Established, conntrack.Find(tuple)?.TcpState);

        // RST: the client has not read what waits.
        accepted.Send(2);
        Assert.Equal(2, client.Receive());
        client.Abort();
        Assert.Throws<SocketException>(() => accepted.Receive());

        ConntrackEntry closed = Assert.NotNull(conntrack.Find(tuple));
        Assert.Equal((ConntrackTcpState.Close, true), (closed.TcpState, closed.IsClosed));
    }

    [NetfilterFact]
    public void An_echo_request_is_a_connection_with_its_identifier_and_type()
    {
        LabSocket client = lab.Client(ProtocolType.Icmp);
        client.SendTo(new(NatLab.ServerAddress, 0), EchoRequest);
        client.ReceiveAll();

        ConntrackTuple original =
            new(Icmp, new(NatLab.ClientAddress, EchoIdentifier), new(NatLab.ServerAddress, EchoType << 8));
        Assert.Equal(original, Assert.Single(Entries()).Original);
        Assert.True(conntrack.TryDelete(original));
        Assert.Equal(0, conntrack.Count());
    }

    public void Dispose()
    {
        conntrack.Dispose();
        tables.Dispose();
        lab.Dispose();
    }

    private const int EchoType = 8, EchoIdentifier = 0x1234;

    /// <summary>RFC 792: type 8, code 0, checksum, identifier 0x1234, sequence 1; the sum of all words is 0xFFFF.</summary>
    private static ReadOnlySpan<byte> EchoRequest => [EchoType, 0, 0xE5, 0xCA, 0x12, 0x34, 0x00, 0x01];

    private static Comparer<(ConntrackTuple Original, ConntrackTuple Reply)> Order { get; } =
        Comparer<(ConntrackTuple Original, ConntrackTuple Reply)>.Create(
            (one, other) => one.Original.Source.Port.CompareTo(other.Original.Source.Port));

    private static long NanosecondsUntil(int year) =>
        (new DateTimeOffset(year, 1, 1, 0, 0, 0, default) - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private List<ConntrackEntry> Entries()
    {
        List<ConntrackEntry> entries = [];
        conntrack.ReadAll(entries.Add);
        return entries;
    }
}
