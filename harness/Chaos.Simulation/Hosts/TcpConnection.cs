using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>What a segment meant to the socket.</summary>
internal enum TcpEvent : byte
{
    None,
    Connected,
    Data,
    PeerClosed,
    Reset,
}

/// <summary>Puts a segment on the wire.</summary>
internal delegate void SegmentSender(FiveTuple tuple, TcpNumbers numbers, ReadOnlySpan<byte> payload);

/// <summary>A small TCP: handshake, one message a segment, ACK, RST, FIN. Source: RFC 9293.</summary>
/// <remarks>
/// Not modelled yet: retransmission, windows, congestion, delayed ACKs, keep-alive, TIME_WAIT. Links lose nothing; a segment that the NAT drops is
/// gone, and the flow's deadline notices. Data is acknowledged at once, on the answer if the application answers at once.
/// </remarks>
internal sealed class TcpConnection(FiveTuple tuple, int socket, SegmentSender sender)
{
    private uint sendNext, receiveNext;
    private bool established, finSent, finReceived, acknowledgmentOwed;

    /// <summary>This host is the source.</summary>
    public FiveTuple Tuple { get; } = tuple;

    /// <summary>The number under which the traffic engine knows it.</summary>
    public int Socket { get; } = socket;

    /// <summary>Nothing more is expected: both sides have closed, or it never was established.</summary>
    public bool IsFinished => !established || (finSent && finReceived);

    public void Connect() => Transmit(TcpFlags.Syn, []);

    /// <summary>Answers a SYN on a listening port.</summary>
    public void Accept(uint peerSequence)
    {
        receiveNext = unchecked(peerSequence + 1);
        Transmit(TcpFlags.Syn | TcpFlags.Ack, []);
        established = true;
    }

    public void Send(in Message message)
    {
        Span<byte> payload = stackalloc byte[Message.MaximumBytes];
        message.WriteTo(payload);
        Transmit(TcpFlags.Psh | TcpFlags.Ack, payload[..message.Length]);
    }

    public void Close()
    {
        if (finSent || !established) return;
        finSent = true;
        Transmit(TcpFlags.Fin | TcpFlags.Ack, []);
    }

    /// <summary>Takes a segment; <paramref name="message"/> is set for <see cref="TcpEvent.Data"/>.</summary>
    public TcpEvent Take(TcpNumbers numbers, ReadOnlySpan<byte> payload, out Message message)
    {
        message = default;
        if (numbers.Flags.HasFlag(TcpFlags.Rst)) return TcpEvent.Reset;
        if (numbers.Flags.HasFlag(TcpFlags.Syn))
        {
            if (established) return TcpEvent.None;
            receiveNext = unchecked(numbers.Sequence + 1);
            established = true;
            Transmit(TcpFlags.Ack, []);
            return TcpEvent.Connected;
        }

        if (numbers.Sequence != receiveNext) return TcpEvent.None;
        if (numbers.Flags.HasFlag(TcpFlags.Fin))
        {
            receiveNext = unchecked(receiveNext + 1);
            finReceived = true;
            Transmit(TcpFlags.Ack, []);
            return TcpEvent.PeerClosed;
        }

        if (payload.IsEmpty || !Message.TryRead(payload, out message)) return TcpEvent.None;
        receiveNext = unchecked(receiveNext + (uint)payload.Length);
        acknowledgmentOwed = true;
        return TcpEvent.Data;
    }

    /// <summary>After the application has seen the data: the ACK that no answer carried.</summary>
    public void AcknowledgeIfOwed()
    {
        if (acknowledgmentOwed) Transmit(TcpFlags.Ack, []);
    }

    private void Transmit(TcpFlags flags, ReadOnlySpan<byte> payload)
    {
        acknowledgmentOwed = false;
        sender(Tuple, new TcpNumbers(sendNext, flags.HasFlag(TcpFlags.Ack) ? receiveNext : 0, flags), payload);
        bool takesNumber = (flags & (TcpFlags.Syn | TcpFlags.Fin)) != 0;
        sendNext = unchecked(sendNext + (uint)payload.Length + (takesNumber ? 1u : 0));
    }
}
