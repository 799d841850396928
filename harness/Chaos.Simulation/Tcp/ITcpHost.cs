using Chaos.Model;
using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation.Tcp;

/// <summary>What connections ask of the host that they live on, and tell the program above them.</summary>
internal interface ITcpHost
{
    long Now { get; }

    /// <summary>Puts a segment on the wire; <paramref name="message"/> is its payload, if it has a length.</summary>
    void Transmit(FiveTuple tuple, TcpNumbers numbers, in Message message);

    /// <summary>The handshake is over, on either side.</summary>
    void OnConnected(TcpConnection connection);

    void OnMessage(TcpConnection connection, in Message message);

    /// <summary>FIN: the peer has said all.</summary>
    void OnPeerClosed(TcpConnection connection);

    /// <summary>RST, or a refused SYN. The connection is gone.</summary>
    void OnReset(TcpConnection connection);

    /// <summary>Retransmissions or keep-alive probes went unanswered. The connection is gone.</summary>
    void OnTimedOut(TcpConnection connection);
}
