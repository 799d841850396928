using Chaos.Model;
using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation.Tcp;

/// <summary>
/// One end of a connection: handshake, order, acknowledgment, retransmission, keep-alive and the ends. Source: RFC 9293, 6298, 5681, 5961.
/// </summary>
/// <remarks>
/// Bounds and counts are those of Linux (<see cref="TcpTimes"/>). Not modelled: congestion control (what fits the window is sent at once),
/// SACK,
/// window scaling, timestamps, path MTU, urgent data, fast open, and merging of small segments
/// when they are sent again. The program reads at once, so our own window never closes; the peer's window is respected, message by message.
/// Objects are used again: nothing is allocated per packet.
/// </remarks>
internal sealed partial class TcpConnection(ITcpHost host)
{
    private const long Never = long.MaxValue;

    private SendQueue outgoing = new();
    private readonly Reassembly early = new();
    private RetransmissionTimeout timeout = new();
    private AcknowledgmentMode mode = new();
    private uint sendUnacknowledged, sendNext, receiveNext, recoverUntil, windowSequence;
    private bool programIsGone, finQueued, finSent, isRecovering;
    private int retries, segmentsOwed, duplicates, sendWindow;
    private long retransmitAt, acknowledgeAt, challengeAfter;

    /// <summary>This host is the source.</summary>
    public FiveTuple Tuple { get; private set; }

    /// <summary>The number under which the program knows it; -1 before it does, or when it let go.</summary>
    public int Socket { get; set; }

    public TcpState State { get; private set; } = TcpState.Closed;

    /// <summary>The entry on the stack's timers that counts.</summary>
    public long ScheduledAt { get; set; }

    /// <summary>What TIME-WAIT has to know.</summary>
    public (uint SendNext, uint ReceiveNext) Numbers => (sendNext, receiveNext);

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public long NextDue => Math.Min(Math.Min(retransmitAt, acknowledgeAt), Math.Min(keepAliveAt, expireAt));

    /// <summary>Opens: sends SYN.</summary>
    /// <param name="tuple">This host is the source.</param>
    /// <param name="socket">The program's number.</param>
    /// <param name="keepAlive">Nanoseconds of silence before a probe, and between probes; 0 is never.</param>
    public void Connect(FiveTuple tuple, int socket, long keepAlive)
    {
        Begin(tuple, socket, TcpState.SynSent);
        keepAliveEvery = keepAlive;
        TransmitFirst(TcpFlags.Syn);
    }

    /// <summary>Answers a SYN on a listening port.</summary>
    public void Accept(FiveTuple tuple, uint peerSequence)
    {
        Begin(tuple, -1, TcpState.SynReceived);
        receiveNext = peerSequence.Plus(1);
        TransmitFirst(TcpFlags.Syn | TcpFlags.Ack);
    }

    public void Send(in Message message)
    {
        if (State is not (TcpState.Established or TcpState.CloseWait) || finQueued) return;
        outgoing.Add(message);
        Push();
    }

    /// <summary>This side has said all: FIN follows what is queued. The other side may go on.</summary>
    public void FinishSending()
    {
        if (State is TcpState.SynSent or TcpState.SynReceived) State = TcpState.Closed;
        if (State is not (TcpState.Established or TcpState.CloseWait) || finQueued) return;
        finQueued = true;
        Push();
    }

    /// <summary>The program lets go: what still arrives has no reader, and is answered with RST, as Linux does.</summary>
    public void Close()
    {
        programIsGone = true;
        Socket = -1;
        FinishSending();
    }

    /// <summary>
    /// ICMP destination unreachable. As in Linux, it ends an attempt to connect, but not a connection (RFC 5927 section 3). "Fragmentation
    /// needed" ends neither, and an error about a segment that is not in flight is ignored (RFC 5927 section 4.1).
    /// </summary>
    public void OnUnreachable(uint sequence, IcmpUnreachableCode code)
    {
        if (State == TcpState.SynSent && sequence == sendUnacknowledged && code != IcmpUnreachableCode.FragmentationNeeded) Reset();
    }

    private void Begin(FiveTuple tuple, int socket, TcpState state)
    {
        (Tuple, Socket, State) = (tuple, socket, state);
        sendUnacknowledged = sendNext = SequenceNumbers.Initial(tuple, host.Now);
        receiveNext = 0;
        outgoing.Clear();
        early.Clear();
        timeout = new RetransmissionTimeout();
        mode = new AcknowledgmentMode();
        (programIsGone, finQueued, finSent, isRecovering) = (false, false, false, false);
        (retries, segmentsOwed, duplicates, probes) = (0, 0, 0, 0);
        (retransmitAt, acknowledgeAt, keepAliveAt, expireAt, ScheduledAt) = (Never, Never, Never, Never, Never);
        (challengeAfter, lastHeard, keepAliveEvery, openedAt) = (long.MinValue, host.Now, 0, host.Now);
        KeepAliveIsOff = false;
    }

    private int InFlight => sendNext.Since(sendUnacknowledged);

    /// <summary>Sends what has room, then the FIN that waits behind it.</summary>
    private void Push()
    {
        while (outgoing.Sent < outgoing.Count && InFlight + outgoing[outgoing.Sent].Message.Length <= sendWindow)
        {
            ref OutgoingMessage next = ref outgoing[outgoing.Sent++];
            (next.Sequence, next.SentAt) = (sendNext, host.Now);
            sendNext = sendNext.Plus(next.Message.Length);
            Transmit(next.Sequence, TcpFlags.Psh | TcpFlags.Ack, next.Message);
        }

        if (finQueued && !finSent && outgoing.Sent == outgoing.Count)
        {
            finSent = true;
            State = State == TcpState.CloseWait ? TcpState.LastAck : TcpState.FinWait1;
            sendNext = sendNext.Plus(1);
            Transmit(sendNext.Plus(-1), TcpFlags.Fin | TcpFlags.Ack, default);
        }

        // If nothing is in flight, this is the timer of window probes.
        if ((InFlight > 0 || outgoing.Sent < outgoing.Count) && retransmitAt == Never) retransmitAt = host.Now + timeout.Current;
    }

    private void TransmitFirst(TcpFlags flags)
    {
        sendNext = sendUnacknowledged.Plus(1);
        Transmit(sendUnacknowledged, flags, default);
        retransmitAt = host.Now + timeout.Current;
    }

    private void Acknowledge() => Transmit(sendNext, TcpFlags.Ack, default);

    /// <summary>Each segment but the first SYN acknowledges all that has arrived.</summary>
    private void Transmit(uint sequence, TcpFlags flags, in Message message)
    {
        bool acknowledges = (flags & TcpFlags.Ack) != 0;
        if (acknowledges) (segmentsOwed, acknowledgeAt) = (0, Never);
        if (message.Length > 0) mode.OnSent(host.Now);
        host.Transmit(Tuple, new TcpNumbers(sequence, acknowledges ? receiveNext : 0, flags), message);
    }

    /// <summary>The peer, or the way to it, has ended the connection.</summary>
    private void Reset()
    {
        State = TcpState.Closed;
        if (!programIsGone) host.OnReset(this);
    }
}
