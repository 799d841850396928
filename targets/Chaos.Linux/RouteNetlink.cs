namespace Chaos.Linux;

/// <summary>Addresses of this network namespace, set through rtnetlink. What is there already counts as set.</summary>
public sealed class RouteNetlink : IDisposable
{
    private const ushort NewAddress = 20;
    private const byte HostPrefix = 32;
    private const NetlinkFlags CreateNew = NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Exclusive;

    private readonly NetlinkSocket socket = new(NetlinkSocket.Route, "rtnetlink");

    /// <summary>Gives an interface one more address (/32): the kernel then answers ARP for it and takes packets sent to it.</summary>
    public void AddAddress(uint address, NetworkInterface link) => AddAddress(address, HostPrefix, link);

    /// <summary>Gives an interface one more address and the route to its subnet.</summary>
    internal void AddAddress(uint address, byte prefixLength, NetworkInterface link)
    {
        const ushort Address = 1;
        const ushort Local = 2;
        NetlinkRequest request = new(NewAddress, CreateNew, socket.NextSequence());
        request.Header((byte)Ipv4EndPoint.InternetFamily, prefixLength, 0, 0);
        request.Header(BitConverter.GetBytes(link.Index));
        request.BigEndian32(Local, address);
        request.BigEndian32(Address, address);
        Carry(request, $"adding {NetworkInterfaces.Format(address)} to {link.Name}");
    }

    public void Dispose() => socket.Dispose();

    private void Carry(NetlinkRequest request, string purpose)
    {
        int error = socket.TryCarry(request, purpose);
        if (error is not (Errno.None or Errno.Exists)) throw new LinuxException(purpose, "rtnetlink", error);
    }
}
