using System.Net.Sockets;
using Chaos.Linux.Netfilter;

namespace Chaos.Linux.Tests.Netfilter;

/// <summary>
/// Three network namespaces: a client, a NAT and a server, joined by two veth pairs. Both ends have the NAT as their default route, so
/// what passes it without translation arrives. Addresses are those that a network plan gives to 10.1.0.0/24 and 10.2.0.0/24.
/// </summary>
internal sealed class NatLab : IDisposable
{
    public const uint InsideNetwork = 0x0A01_0000, ClientAddress = InsideNetwork + 10;
    public const uint OutsideNetwork = 0x0A02_0000, NatOutside = OutsideNetwork + 2;
    public const uint ServerAddress = OutsideNetwork + 10, EgressAddress = OutsideNetwork + 250;
    public const int LowestPort = 40000, HighestPort = 40099;
    public const byte PrefixLength = 24;

    private const uint NatInside = InsideNetwork + 2, InsideGateway = InsideNetwork + 1, OutsideGateway = OutsideNetwork + 1;

    private readonly NetworkNamespace client = new(), nat = new(), server = new();
    private readonly List<LabSocket> opened = [];

    public NatLab()
    {
        nat.Run(() =>
        {
            using LinkNetlink links = new();
            links.AddPair("inside", "eth0", client);
            links.AddPair("outside", "eth0", server);
        });
        SetUp(client, "eth0", ClientAddress, InsideGateway);
        SetUp(server, "eth0", ServerAddress, OutsideGateway);
        SetUp(nat, "inside", NatInside);
        SetUp(nat, "outside", NatOutside);
        nat.Run(() =>
        {
            Outside = NetworkInterfaces.Named("outside");
            using RouteNetlink routes = new();
            routes.AddAddress(EgressAddress, Outside);
            routes.AddAddress(OutsideGateway, Outside);
            routes.AddAddress(InsideGateway, NetworkInterfaces.Named("inside"));
            File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        });
    }

    /// <summary>The translation that most tests use; the interface is put in when it is installed.</summary>
    public static NatRules ToEgress { get; } = new(default, new(EgressAddress, LowestPort, HighestPort), null);

    public NetworkInterface Outside { get; private set; }

    /// <summary>Runs in the NAT's namespace.</summary>
    public T InNat<T>(Func<T> body) => nat.Run(body);

    public NfTables Install(NatRules rules) => nat.Run(() =>
    {
        NfTables tables = new("chaos");
        tables.Install(rules with { Outside = Outside });
        return tables;
    });

    public ConntrackNetlink Conntrack() => nat.Run(() => new ConntrackNetlink());

    /// <summary>A socket of the client; it is closed with the lab at the latest.</summary>
    public LabSocket Client(ProtocolType protocol, int port = 0) => Open(client, protocol, ClientAddress, port);

    /// <summary>So many UDP sockets of the client.</summary>
    public LabSocket[] Clients(int count) => [.. Enumerable.Range(0, count).Select(_ => Client(ProtocolType.Udp))];

    public LabSocket Server(ProtocolType protocol, int port) => Open(server, protocol, ServerAddress, port);

    public void Dispose()
    {
        foreach (LabSocket socket in opened) socket.Dispose();
        client.Dispose();
        server.Dispose();
        nat.Dispose();
    }

    private LabSocket Open(NetworkNamespace place, ProtocolType protocol, uint address, int port)
    {
        LabSocket socket = place.Run(() => new LabSocket(protocol, address, port));
        opened.Add(socket);
        return socket;
    }

    private static void SetUp(NetworkNamespace place, string name, uint address, uint? gateway = null) => place.Run(() =>
    {
        NetworkInterface link = NetworkInterfaces.Named(name);
        using RouteNetlink routes = new();
        routes.AddAddress(address, PrefixLength, link);
        using LinkNetlink links = new();
        links.Raise(link);
        if (gateway is uint via) links.AddDefaultRoute(via);
    });
}
