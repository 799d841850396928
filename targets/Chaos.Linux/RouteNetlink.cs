using System.Buffers.Binary;

namespace Chaos.Linux;

/// <summary>Addresses, routes and rules of this network namespace, set through rtnetlink. What is there already counts as set.</summary>
public sealed unsafe class RouteNetlink : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 0x80003;
    private const ushort NewAddress = 20;
    private const ushort NewRoute = 24;
    private const ushort NewRule = 32;
    private const byte HostPrefix = 32;
    private const byte MainTable = 254;
    private const byte LinkScope = 253;

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

    /// <summary>Routes one address to an interface, in the main table.</summary>
    public void AddHostRoute(uint destination, NetworkInterface link) =>
        AddRoute(destination, HostPrefix, MainTable, link, $"routing {NetworkInterfaces.Format(destination)} to {link.Name}");

    /// <summary>Routes everything to an interface, in a table of its own.</summary>
    public void AddDefaultRoute(byte table, NetworkInterface link) =>
        AddRoute(0, 0, table, link, $"routing everything of table {table} to {link.Name}");

    /// <summary>Lets packets that come in by an interface look up <paramref name="table"/> instead of the main one.</summary>
    public void AddInputRule(string inputInterface, byte table)
    {
        const ushort InputName = 3;
        const byte ToTable = 1;
        NetlinkRequest request = new(NewRule, ++sequence);
        request.Header([(byte)Ipv4EndPoint.InternetFamily, 0, 0, 0, table, 0, 0, ToTable, 0, 0, 0, 0]);
        request.Attribute(InputName, [.. System.Text.Encoding.ASCII.GetBytes(inputInterface), 0]);
        Carry(request, $"sending what comes in by {inputInterface} to table {table}");
    }

    public void Dispose() => Descriptors.Close(socket);

    private void AddRoute(uint destination, byte prefixBits, byte table, NetworkInterface link, string purpose)
    {
        const ushort Destination = 1;
        const ushort OutputInterface = 4;
        const byte StaticProtocol = 4;
        const byte Unicast = 1;
        NetlinkRequest request = new(NewRoute, ++sequence);
        request.Header([(byte)Ipv4EndPoint.InternetFamily, prefixBits, 0, 0, table, StaticProtocol, LinkScope, Unicast, 0, 0, 0, 0]);
        if (prefixBits > 0) request.Attribute(Destination, BigEndian(destination));
        request.Attribute(OutputInterface, Native(link.Index));
        Carry(request, purpose);
    }

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
