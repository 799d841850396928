namespace Chaos.Linux.Tests.Netfilter;

/// <summary>What the tests need of rtnetlink beyond addresses: veth pairs, links that are up, a default route.</summary>
internal sealed class LinkNetlink : IDisposable
{
    private const ushort NewLink = 16, NewRoute = 24;
    private const NetlinkFlags New = NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Exclusive;
    private const int LinkHeaderBytes = 16;

    private readonly NetlinkSocket socket = new(NetlinkSocket.Route, "rtnetlink");

    /// <summary>A veth pair: one end here, the other in another namespace.</summary>
    public void AddPair(string name, string peerName, NetworkNamespace peer)
    {
        const ushort Name = 3, Information = 18, NamespaceDescriptor = 28;
        const ushort Kind = 1, Data = 2, Peer = 1;
        NetlinkRequest request = new(NewLink, New, socket.NextSequence());
        request.Header(new byte[LinkHeaderBytes]);
        request.Attribute(Name, name);
        using (request.Nested(Information))
        {
            request.Attribute(Kind, "veth");
            using (request.Nested(Data))
            using (request.Nested(Peer))
            {
                request.Header(new byte[LinkHeaderBytes]);
                request.Attribute(Name, peerName);
                request.Attribute(NamespaceDescriptor, BitConverter.GetBytes(peer.Descriptor));
            }
        }

        socket.Carry(request, $"adding the pair {name}");
    }

    public void Raise(NetworkInterface link)
    {
        const int Up = 1;
        NetlinkRequest request = new(NewLink, NetlinkFlags.Acknowledge, socket.NextSequence());
        request.Header([0, 0, 0, 0, .. BitConverter.GetBytes(link.Index), .. BitConverter.GetBytes(Up), .. BitConverter.GetBytes(Up)]);
        socket.Carry(request, $"raising {link.Name}");
    }

    public void AddDefaultRoute(uint gateway)
    {
        const byte Internet = 2, MainTable = 254, StaticRoute = 4, Unicast = 1;
        const ushort Gateway = 5;
        NetlinkRequest request = new(NewRoute, New, socket.NextSequence());
        request.Header(Internet, 0, 0, 0, MainTable, StaticRoute, 0, Unicast, 0, 0, 0, 0);
        request.BigEndian32(Gateway, gateway);
        socket.Carry(request, "adding the default route");
    }

    public void Dispose() => socket.Dispose();
}
