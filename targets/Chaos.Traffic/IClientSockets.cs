using Chaos.Model;

namespace Chaos.Traffic;

/// <summary>The sockets of a client in its world: simulated hosts, or the kernel.</summary>
/// <remarks>The engine chooses the socket numbers. They are small; the engine reuses them after Close.</remarks>
public interface IClientSockets
{
    /// <summary>UDP is ready at once; for TCP the world calls <see cref="ClientTraffic.OnConnected"/>.</summary>
    /// <param name="socketNumber">The number that the engine chose.</param>
    /// <param name="transport">UDP or TCP.</param>
    /// <param name="sourcePort">The local port.</param>
    /// <param name="server">The number of the server.</param>
    /// <param name="serverPort">The server's port.</param>
    /// <param name="keepAlive">TCP: nanoseconds of silence before a keep-alive probe, and between probes; 0 is never.</param>
    void Open(int socketNumber, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive);

    void Send(int socketNumber, in Message message);

    /// <summary>TCP: an orderly close (FIN). The world reports no further event of the socket.</summary>
    void Close(int socketNumber);
}
