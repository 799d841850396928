using System.Runtime.InteropServices;

namespace Chaos.Linux;

/// <summary>Sending and receiving on sockets. Counts, or minus the error number, as the kernel says it.</summary>
public static unsafe class Datagrams
{
    private const int NoSignal = 0x4000;
    private const int FromErrorQueue = 0x2000;

    /// <summary>Sends on a connected socket.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint count = LibC.SendTo(socket, start, (nuint)bytes.Length, NoSignal, null, 0);
            return count >= 0 ? (int)count : -Errno.Last;
        }
    }

    /// <summary>Sends one datagram to a peer of an unconnected socket.</summary>
    public static int SendTo(int socket, Ipv4EndPoint peer, ReadOnlySpan<byte> bytes)
    {
        byte* address = stackalloc byte[Ipv4EndPoint.SocketAddressBytes];
        peer.WriteTo(new Span<byte>(address, Ipv4EndPoint.SocketAddressBytes));
        fixed (byte* start = bytes)
        {
            nint count = LibC.SendTo(socket, start, (nuint)bytes.Length, NoSignal, address, Ipv4EndPoint.SocketAddressBytes);
            return count >= 0 ? (int)count : -Errno.Last;
        }
    }

    /// <summary>Receives one datagram (or some bytes of a stream) and who sent it.</summary>
    public static int ReceiveFrom(int socket, Span<byte> buffer, out Ipv4EndPoint peer)
    {
        byte* address = stackalloc byte[Ipv4EndPoint.SocketAddressBytes];
        int length = Ipv4EndPoint.SocketAddressBytes;
        peer = default;
        fixed (byte* start = buffer)
        {
            nint count = LibC.ReceiveFrom(socket, start, (nuint)buffer.Length, 0, address, &length);
            if (count < 0) return -Errno.Last;
            peer = Ipv4EndPoint.Read(new ReadOnlySpan<byte>(address, Ipv4EndPoint.SocketAddressBytes));
            return (int)count;
        }
    }

    /// <summary>
    /// Takes one error out of the socket's queue (IP_RECVERR): which peer our datagram was meant for, and the error number
    /// that its ICMP answer means. False when the queue is empty.
    /// </summary>
    public static bool TryTakeError(int socket, out Ipv4EndPoint destination, out int errorNumber)
    {
        const int ControlBytes = 256;
        byte* address = stackalloc byte[Ipv4EndPoint.SocketAddressBytes];
        byte* control = stackalloc byte[ControlBytes];
        byte payload;
        LibC.BufferVector vector = new() { Start = &payload, Length = 1 };
        LibC.MessageHeader header = new()
        {
            Name = address,
            NameLength = Ipv4EndPoint.SocketAddressBytes,
            Buffers = &vector,
            BufferCount = 1,
            Control = control,
            ControlLength = ControlBytes,
        };
        destination = default;
        errorNumber = Errno.None;
        if (LibC.ReceiveMessage(socket, &header, FromErrorQueue) < 0) return false;

        destination = Ipv4EndPoint.Read(new ReadOnlySpan<byte>(address, Ipv4EndPoint.SocketAddressBytes));
        errorNumber = ErrorIn(new ReadOnlySpan<byte>(control, (int)header.ControlLength));
        return true;
    }

    // struct cmsghdr { size_t len; int level; int type; } then struct sock_extended_err, whose first member is the error number.
    private static int ErrorIn(ReadOnlySpan<byte> control)
    {
        const int HeaderBytes = 16;
        return control.Length >= HeaderBytes + sizeof(int) ? MemoryMarshal.Read<int>(control[HeaderBytes..]) : Errno.None;
    }
}
