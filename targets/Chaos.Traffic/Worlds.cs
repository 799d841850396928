namespace Chaos.Traffic;

/// <summary>What a client asks of its world: simulated hosts, or kernel sockets. Socket numbers are the engine's: small, and used again after Close.</summary>
public interface IClientSockets
{
    /// <summary>UDP is ready at once; for TCP the world says <see cref="ClientTraffic.OnConnected"/>.</summary>
    /// <param name="socket">The engine's number.</param>
    /// <param name="transport">UDP or TCP.</param>
    /// <param name="sourcePort">From where.</param>
    /// <param name="server">Whose port it is, from 0.</param>
    /// <param name="serverPort">To where.</param>
    /// <param name="keepAlive">TCP: nanoseconds of silence before a keep-alive probe, and between probes; 0 is never.</param>
    void Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive);

    void Send(int socket, in Message message);

    /// <summary>Something will be sent here before long: the socket's memory may be fetched meanwhile. Changes nothing.</summary>
    void Foresee(int socket)
    {
    }

    /// <summary>TCP: an orderly close (FIN). Nothing is heard of the socket afterwards.</summary>
    void Close(int socket);
}

/// <summary>What a server asks of its world. Connection numbers are the world's.</summary>
public interface IServerSockets
{
    void SendDatagram(ushort serverPort, Peer peer, in Message message);

    void Send(int connection, in Message message);

    void Close(int connection);
}

/// <summary>Hears what becomes of watched flows. Times are nanoseconds since the epoch.</summary>
public interface ITrafficObserver
{
    void Opened(long now, int flow);

    /// <summary>The flow never opened; the cause is <see cref="DeathCause.Refused"/>, or <see cref="DeathCause.Harness"/> if it was our fault.</summary>
    void Refused(long now, int flow, DeathCause cause);

    void Died(long now, int flow, DeathCause cause, Side side);

    /// <summary>A dead flow is open again. Nothing else is told of second and later lives: survival is that of the first.</summary>
    void Reopened(long now, int flow)
    {
    }

    /// <summary>A roaming peer followed the flow to a new address or port.</summary>
    void Moved(long now, int flow);

    /// <summary>A message of a watched flow left; for tests that compare worlds.</summary>
    void Sent(long now, int flow, Side side, MessageKind kind, uint sequence);
}
