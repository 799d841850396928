namespace Chaos.Linux;

/// <summary>
/// A tun interface: what the kernel routes to it is read here, what is written here enters the kernel as received.
/// Plain packets without a header in front (IFF_NO_PI): the kernel segments and checksums before the read.
/// </summary>
public sealed unsafe class Tun : IDisposable
{
    private const string DevicePath = "/dev/net/tun";
    private const int ReadWriteNonBlockingCloseOnExec = 0x80802;
    private const nuint SetInterface = 0x400454ca;
    private const int TunWithoutPacketInformation = 0x1001;
    private const int QueuePackets = 10_000;

    public int Descriptor { get; }

    public NetworkInterface Interface { get; }

    /// <summary>Creates the interface, sets it up and makes its queue long enough for a burst.</summary>
    public Tun(string name)
    {
        Descriptor = LinuxException.Check(LibC.Open(DevicePath, ReadWriteNonBlockingCloseOnExec), $"open({DevicePath})",
            "opening the tun device (the container needs /dev/net/tun passed in)");
        InterfaceRequest request = new(name) { Integer = TunWithoutPacketInformation };
        LinuxException.Check(LibC.Ioctl(Descriptor, SetInterface, &request), "ioctl(TUNSETIFF)",
            $"creating the interface {name} (the container needs the capability NET_ADMIN)");
        NetworkInterfaces.SetTransmitQueue(name, QueuePackets);
        NetworkInterfaces.SetUp(name);
        Interface = NetworkInterfaces.Named(name);
    }

    public void Dispose() => Descriptors.Close(Descriptor);
}
