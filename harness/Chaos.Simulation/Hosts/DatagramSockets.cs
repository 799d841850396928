using Chaos.Core;

namespace Chaos.Simulation.Hosts;

/// <summary>
/// The connected UDP sockets of a client by their local port, as a kernel finds them. A port belongs to one socket here: clients choose a
/// free one.
/// </summary>
/// <remarks>Whoever looks one up must hold the packet's whole tuple against the socket's.</remarks>
internal sealed class DatagramSockets
{
    /// <summary>Number of the socket + 1; 0 is a free port.</summary>
    private readonly int[] socketOfPort = new int[ushort.MaxValue + 1];

    /// <exception cref="InvalidOperationException">The port is in use.</exception>
    public void Open(ushort port, int socket)
    {
        if (socketOfPort[port] != 0) throw new InvalidOperationException($"a client opened two UDP sockets on port {port}");
        socketOfPort[port] = socket + 1;
    }

    public void Close(ushort port) => socketOfPort[port] = 0;

    /// <summary>A datagram to this port is on its way.</summary>
    public void Prefetch(ushort port) => CacheLines.Prefetch(ref socketOfPort[port]);

    public bool TryFind(ushort port, out int socket)
    {
        socket = socketOfPort[port] - 1;
        return socket >= 0;
    }
}
