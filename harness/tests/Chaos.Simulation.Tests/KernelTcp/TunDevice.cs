using System.Runtime.InteropServices;
using Chaos.Linux;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// A tun device in the namespace of the calling thread: the kernel is the host on one side, the owner of the descriptor is the network on
/// the other. Source: Documentation/networking/tuntap.rst.
/// </summary>
internal sealed class TunDevice : IDisposable
{
    private const string Name = "tun0";
    private const nuint SetTun = 0x400454ca, SetFlags = 0x8914, SetAddress = 0x8916, SetMask = 0x891c;
    private const short Tun = 0x0001, NoPacketInformation = 0x1000, Up = 0x0001, Running = 0x0040;
    private const uint Mask = 0xFFFFFF00;

    public TunDevice()
    {
        Descriptor = SystemCalls.OpenDevice("/dev/net/tun");
        SystemCalls.SetInterface(Descriptor, SetTun, Name, Half(Tun | NoPacketInformation), "making a tun device");
    }

    /// <summary>Readable when the kernel sends a packet.</summary>
    public int Descriptor { get; }

    /// <summary>Gives the kernel an address with 24 bits of network, and brings the device up.</summary>
    public void Configure(uint address)
    {
        int socket = Sockets.OpenUdp(default);
        try
        {
            SystemCalls.SetInterface(socket, SetFlags, "lo", Half(Up | Running), "bringing the loopback interface up");
            SystemCalls.SetInterface(socket, SetAddress, Name, SystemCalls.SocketAddress(address), "setting the address of the tun device");
            SystemCalls.SetInterface(socket, SetMask, Name, SystemCalls.SocketAddress(Mask), "setting the netmask of the tun device");
            SystemCalls.SetInterface(socket, SetFlags, Name, Half(Up | Running), "bringing the tun device up");
        }
        finally
        {
            Descriptors.Close(socket);
        }
    }

    /// <summary>The next packet of the kernel; 0 if there is none.</summary>
    public int Read(Span<byte> packet)
    {
        int length = Descriptors.Read(Descriptor, packet);
        return length == -Errno.TryAgain ? 0
            : length > 0 ? length : throw new LinuxException("reading a packet of the kernel", "read", -length);
    }

    public void Write(ReadOnlySpan<byte> packet)
    {
        int written = Descriptors.Write(Descriptor, packet);
        if (written != packet.Length) throw new LinuxException("handing the kernel a packet", "write", Math.Max(0, -written));
    }

    public void Dispose() => Descriptors.Close(Descriptor);

    private static byte[] Half(short value)
    {
        byte[] bytes = new byte[sizeof(short)];
        MemoryMarshal.Write(bytes, value);
        return bytes;
    }
}
