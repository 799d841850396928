using System.Net;
using System.Net.Sockets;

namespace Chaos.Linux.Tests.Netfilter;

/// <summary>A blocking IPv4 socket of a test. What should arrive and does not within half a minute is an error.</summary>
internal sealed class LabSocket : IDisposable
{
    private const int PatienceMilliseconds = 30_000;

    private readonly Socket socket;
    private readonly byte[] buffer = new byte[2048];

    public LabSocket(ProtocolType protocol, uint address, int port)
        : this(new Socket(AddressFamily.InterNetwork, TypeOf(protocol), protocol)) =>
        socket.Bind(new IPEndPoint(IPAddress.Parse(NetworkInterfaces.Format(address)), port));

    private LabSocket(Socket opened)
    {
        socket = opened;
        socket.ReceiveTimeout = PatienceMilliseconds;
    }

    public Ipv4EndPoint Local => Of(socket.LocalEndPoint);

    public Ipv4EndPoint Remote => Of(socket.RemoteEndPoint);

    /// <summary>Something waits to be read.</summary>
    public bool HasMore => socket.Available > 0;

    public void Listen() => socket.Listen();

    public LabSocket Accept() => new(socket.Accept());

    public void Connect(Ipv4EndPoint remote) => socket.Connect(Of(remote));

    public void Send(byte value) => socket.Send([value]);

    public void SendTo(Ipv4EndPoint remote, params ReadOnlySpan<byte> bytes) => socket.SendTo(bytes, Of(remote));

    /// <summary>Receives one byte.</summary>
    public byte Receive() => Assert.Single(ReceiveAll());

    /// <summary>Receives one datagram, or what a stream has.</summary>
    public byte[] ReceiveAll() => buffer[..socket.Receive(buffer)];

    /// <summary>Answers the next datagram with the same bytes; returns who sent it.</summary>
    public Ipv4EndPoint Echo()
    {
        EndPoint peer = new IPEndPoint(IPAddress.Any, 0);
        int length = socket.ReceiveFrom(buffer, ref peer);
        socket.SendTo(buffer.AsSpan(0, length), peer);
        return Of(peer);
    }

    /// <summary>Sends a byte to a UDP service that echoes it, and takes the answer; returns the address that the service saw.</summary>
    public Ipv4EndPoint RoundTrip(LabSocket service)
    {
        SendTo(service.Local, 1);
        Ipv4EndPoint seen = service.Echo();
        Assert.Equal(1, Receive());
        return seen;
    }

    /// <summary>TCP: ends the connection with RST.</summary>
    public void Abort() => socket.Close(0);

    public void Dispose() => socket.Dispose();

    private static SocketType TypeOf(ProtocolType protocol) => protocol switch
    {
        ProtocolType.Tcp => SocketType.Stream,
        ProtocolType.Udp => SocketType.Dgram,
        _ => SocketType.Raw,
    };

    private static IPEndPoint Of(Ipv4EndPoint point) => new(IPAddress.Parse(NetworkInterfaces.Format(point.Address)), point.Port);

    private static Ipv4EndPoint Of(EndPoint? point)
    {
        IPEndPoint from = (IPEndPoint)point!;
        byte[] bytes = from.Address.GetAddressBytes();
        return new((uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]), from.Port);
    }
}
