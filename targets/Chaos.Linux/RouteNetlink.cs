using System.Buffers.Binary;

namespace Chaos.Linux;

/// <summary>Addresses of this network namespace, set through rtnetlink. What is there already counts as set.</summary>
public sealed unsafe class RouteNetlink : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 0x80003;
    private const ushort NewAddress = 20;
    private const byte HostPrefix = 32;

    private readonly int socket = LinuxException.Check(LibC.Socket(NetlinkFamily, RawCloseOnExec, 0), "socket", "opening rtnetlink");
    private int sequence;

    /// <summary>Gives an interface one more address (/32): the kernel then answers ARP for it and takes packets sent to it.</summary>
    public void AddAddress(uint address, NetworkInterface link)
    {
        const ushort Address = 1;
        const ushort Local = 2;
        NetlinkRequest request = new(NewAddress, ++sequence);
        request.Header([(byte)Ipv4EndPoint.InternetFamily, HostPrefix, 0, 0]);
        request.Header(Native(link.Index));
        request.Attribute(Local, BigEndian(address));
        request.Attribute(Address, BigEndian(address));
        Carry(request, $"adding {NetworkInterfaces.Format(address)} to {link.Name}");
    }

    public void Dispose() => Descriptors.Close(socket);

    private void Carry(NetlinkRequest request, string purpose)
    {
        // The answer is a struct nlmsgerr: message header (16 bytes), then minus the error number, 0 for done.
        const int ErrorOffset = 16;
        int sent = Datagrams.Send(socket, request.Bytes);
        if (sent < 0) throw new LinuxException(purpose, "send to rtnetlink", -sent);
        Span<byte> answer = stackalloc byte[1024];
        int received = Descriptors.Read(socket, answer);
        if (received < ErrorOffset + sizeof(int)) throw new LinuxException(purpose, "answer of rtnetlink", Errno.InputOutput);
        int error = -BinaryPrimitives.ReadInt32LittleEndian(answer[ErrorOffset..]);
        if (error is not (Errno.None or Errno.Exists)) throw new LinuxException(purpose, "rtnetlink", error);
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Native(int value) => BitConverter.GetBytes(value);
}
