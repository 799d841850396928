namespace Chaos.Linux;

/// <summary>Opening non-blocking IPv4 sockets, and their options.</summary>
public static unsafe class Sockets
{
    private const int Stream = 1;
    private const int Datagram = 2;
    private const int NonBlockingCloseOnExec = 0x80800;
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int PendingError = 4;
    private const int ReceiveBuffer = 8;
    private const int KeepAliveOn = 9;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int KeepAliveIdle = 4;
    private const int KeepAliveInterval = 5;
    private const int IpLevel = 0;
    private const int ReceiveErrors = 11;

    /// <summary>The kernel cuts this to its own limit (net.core.rmem_max).</summary>
    private const int WantedReceiveBytes = 8 << 20;

    /// <summary>A TCP socket bound to <paramref name="local"/>, sending small messages at once.</summary>
    public static int OpenTcp(Ipv4EndPoint local)
    {
        int socket = Open(Stream, local);
        SetOption(socket, TcpLevel, NoDelay, 1);
        return socket;
    }

    /// <summary>TCP: probes the peer after so many seconds of silence, and as often again while it does not answer.</summary>
    public static void KeepAlive(int socket, int seconds)
    {
        SetOption(socket, TcpLevel, KeepAliveIdle, seconds);
        SetOption(socket, TcpLevel, KeepAliveInterval, seconds);
        SetOption(socket, SocketLevel, KeepAliveOn, 1);
    }

    /// <summary>TCP: no probes any more.</summary>
    public static void NoKeepAlive(int socket) => SetOption(socket, SocketLevel, KeepAliveOn, 0);

    /// <summary>A UDP socket bound to <paramref name="local"/>, meant to be connected: it then reports its own peer's refusal.</summary>
    public static int OpenUdp(Ipv4EndPoint local) => Open(Datagram, local);

    /// <summary>
    /// A UDP socket for many peers: their datagrams may wait between two turns of the loop, and the ICMP errors that answer
    /// ours stay in an error queue, which alone says whom they are about (<see cref="Datagrams.TryTakeError"/>).
    /// </summary>
    public static int OpenUdpServer(Ipv4EndPoint local)
    {
        int socket = Open(Datagram, local);
        SetOption(socket, IpLevel, ReceiveErrors, 1);
        SetOption(socket, SocketLevel, ReceiveBuffer, WantedReceiveBytes);
        return socket;
    }

    public static void Listen(int socket, int backlog) =>
        LinuxException.Check(LibC.Listen(socket, backlog), "listen", "opening a server port");

    /// <summary>0 when connected, else the error number; <see cref="Errno.InProgress"/> means: wait until writable.</summary>
    public static int Connect(int socket, Ipv4EndPoint remote)
    {
        byte* address = stackalloc byte[Ipv4EndPoint.SocketAddressBytes];
        remote.WriteTo(new Span<byte>(address, Ipv4EndPoint.SocketAddressBytes));
        return LibC.Connect(socket, address, Ipv4EndPoint.SocketAddressBytes) == 0 ? Errno.None : Errno.Last;
    }

    /// <summary>The next waiting connection, non-blocking and undelayed; or minus the error number.</summary>
    public static int Accept(int listener)
    {
        int socket = LibC.Accept(listener, null, null, NonBlockingCloseOnExec);
        if (socket < 0) return -Errno.Last;
        SetOption(socket, TcpLevel, NoDelay, 1);
        return socket;
    }

    /// <summary>Takes the error that waits at the socket; <see cref="Errno.None"/> if there is none.</summary>
    public static int TakeError(int socket)
    {
        int error = 0;
        int length = sizeof(int);
        LinuxException.Check(
            LibC.GetOption(socket, SocketLevel, PendingError, &error, &length), "getsockopt(SO_ERROR)", "reading a socket's error");
        return error;
    }

    private static int Open(int type, Ipv4EndPoint local)
    {
        int socket = LinuxException.Check(
            LibC.Socket(Ipv4EndPoint.InternetFamily, type | NonBlockingCloseOnExec, 0), "socket", "opening a socket");
        SetOption(socket, SocketLevel, ReuseAddress, 1);
        byte* address = stackalloc byte[Ipv4EndPoint.SocketAddressBytes];
        local.WriteTo(new Span<byte>(address, Ipv4EndPoint.SocketAddressBytes));
        if (LibC.Bind(socket, address, Ipv4EndPoint.SocketAddressBytes) == 0) return socket;
        int error = Errno.Last;
        Descriptors.Close(socket);
        throw new LinuxException($"binding a socket to port {local.Port}", "bind", error);
    }

    private static void SetOption(int socket, int level, int option, int value) =>
        LinuxException.Check(
            LibC.SetOption(socket, level, option, &value, sizeof(int)), $"setsockopt({level},{option})", "setting a socket option");
}
