using Chaos.Linux;
using Chaos.Model;

namespace Chaos.Endpoint;

/// <summary>A client's socket or a server's accepted connection: its number in the engine, its descriptor in the kernel.</summary>
internal sealed class HostSocket(int number, int generation, int descriptor, Transport transport)
{
    public int Number { get; } = number;

    /// <summary>Negative if the kernel gave us none.</summary>
    public int Descriptor { get; } = descriptor;

    /// <summary>Null for UDP.</summary>
    public MessageStream? Stream { get; } = transport == Transport.Tcp ? new MessageStream(descriptor) : null;

    /// <summary>The TCP handshake that we began is still going on.</summary>
    public bool Connecting { get; set; }

    /// <summary>TCP: seconds of silence before the kernel probes the peer; 0 is never.</summary>
    public int KeepAliveSeconds { get; init; }

    /// <summary>Numbers are used again; an event of an earlier socket of this number has another tag.</summary>
    public long Tag { get; } = ((long)generation << 32) | (uint)number;

    public SocketOutcome Send(ReadOnlySpan<byte> bytes)
    {
        if (Stream is not null) return Stream.Send(bytes);
        int sent = Datagrams.Send(Descriptor, bytes);
        return sent >= 0 ? SocketOutcome.Fine : MessageStream.OutcomeOf(sent);
    }
}
