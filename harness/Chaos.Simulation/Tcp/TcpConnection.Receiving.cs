using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation.Tcp;

/// <summary>What a segment means: RFC 9293 section 3.10.7, in its order.</summary>
internal sealed partial class TcpConnection
{
    /// <param name="numbers">Of the segment.</param>
    /// <param name="message">Its payload, if it has a length.</param>
    public void Receive(TcpNumbers numbers, in Message message)
    {
        if (State == TcpState.SynSent)
        {
            ReceiveInSynSent(numbers);
            return;
        }

        if (!Fits(numbers, message.Length))
        {
            AnswerMisfit(numbers, message.Length);
            return;
        }

        if ((numbers.Flags & TcpFlags.Rst) != 0)
        {
            // Only the exact number ends a connection; any other may be a guess, or late (RFC 5961 section 3).
            if (numbers.Sequence == receiveNext) Reset();
            else Challenge();
            return;
        }

        if ((numbers.Flags & TcpFlags.Syn) != 0)
        {
            // A peer that forgot the connection answers the challenge with the RST that ends it (RFC 5961 section 4).
            if (IsRequest) Refuse(numbers, message.Length);
            else Challenge();
            return;
        }

        if ((numbers.Flags & TcpFlags.Ack) == 0 || !TakeAcknowledgment(numbers, message.Length)) return;
        (lastHeard, probes) = (host.Now, 0);
        if (message.Length > 0) TakeData(numbers, message);
        if ((numbers.Flags & TcpFlags.Fin) != 0 && State != TcpState.Closed) TakeFin(numbers.Sequence.Plus(message.Length));
    }

    private void ReceiveInSynSent(TcpNumbers numbers)
    {
        bool acknowledges = (numbers.Flags & TcpFlags.Ack) != 0, isReset = (numbers.Flags & TcpFlags.Rst) != 0;
        if (acknowledges && numbers.Acknowledgment != sendNext)
        {
            if (!isReset) host.Transmit(Tuple, new TcpNumbers(numbers.Acknowledgment, 0, TcpFlags.Rst), default);
            return;
        }

        if (isReset)
        {
            if (acknowledges) Reset();
            return;
        }

        if ((numbers.Flags & TcpFlags.Syn) == 0) return;
        receiveNext = numbers.Sequence.Plus(1);
        if (!acknowledges)
        {
            // Both sides opened at once.
            State = TcpState.SynReceived;
            Transmit(sendUnacknowledged, TcpFlags.Syn | TcpFlags.Ack, default);
            return;
        }

        Establish(numbers);
        Acknowledge();
        host.OnConnected(this);
    }

    private void Establish(TcpNumbers numbers)
    {
        State = TcpState.Established;
        sendUnacknowledged = numbers.Acknowledgment;
        (sendWindow, windowSequence) = (numbers.Window, numbers.Sequence);
        if (retries == 0) timeout.Measure(host.Now - openedAt);
        timeout.Recover();
        (retries, retransmitAt, lastHeard) = (0, Never, host.Now);
        if (keepAliveEvery > 0) keepAliveAt = host.Now + keepAliveEvery;
    }

    /// <summary>False if the segment is to be dropped, or the connection is gone.</summary>
    private bool TakeAcknowledgment(TcpNumbers numbers, int length)
    {
        int acknowledged = numbers.Acknowledgment.Since(sendUnacknowledged);
        if (State == TcpState.SynReceived)
        {
            if (acknowledged <= 0 || acknowledged > InFlight)
            {
                host.Transmit(Tuple, new TcpNumbers(numbers.Acknowledgment, 0, TcpFlags.Rst), default);
                return false;
            }

            Establish(numbers);
            host.OnConnected(this);
            return State != TcpState.Closed;
        }

        if (acknowledged > InFlight || acknowledged < -TcpTimes.Window)
        {
            Challenge();
            return false;
        }

        bool windowChanged = TakeWindow(numbers, acknowledged);
        if (acknowledged > 0) Advance(numbers.Acknowledgment);
        else if (windowChanged || InFlight == 0) ContinueInWindow(windowChanged);
        else if (acknowledged == 0 && length == 0 && (numbers.Flags & TcpFlags.Fin) == 0
            && ++duplicates == TcpTimes.DuplicatesForRetransmission)
            BeginRecovery();
        return State != TcpState.Closed;
    }

    /// <summary>
    /// Stores the peer's window, unless the segment is older than the one that set it. Returns whether the window changed. Source: RFC 9293
    /// section 3.10.7.4; net/ipv4/tcp_input.c (tcp_may_update_window).
    /// </summary>
    private bool TakeWindow(TcpNumbers numbers, int acknowledged)
    {
        int newer = numbers.Sequence.Since(windowSequence);
        bool isNews = acknowledged > 0
            || (acknowledged == 0 && (newer > 0 || (newer == 0 && (numbers.Window > sendWindow || numbers.Window == 0))));
        if (!isNews) return false;
        bool isOther = numbers.Window != sendWindow;
        (sendWindow, windowSequence) = (numbers.Window, numbers.Sequence);
        return isOther;
    }

    /// <summary>An acknowledgment without progress: it answers a probe, or changes the window.</summary>
    private void ContinueInWindow(bool windowChanged)
    {
        if (InFlight == 0) retries = 0;
        if (!windowChanged) return;
        if (InFlight == 0 && sendWindow > 0)
        {
            timeout.Recover();
            retransmitAt = Never;
        }

        Push();
    }

    private void Advance(uint acknowledgment)
    {
        sendUnacknowledged = acknowledgment;
        // What waited at the peer for a segment that was sent again measures as little as that segment itself.
        bool measures = false, waited = false;
        long sentAt = 0;
        while (outgoing.Sent > 0 && outgoing[0].Sequence.Plus(outgoing[0].Message.Length).Since(acknowledgment) <= 0)
        {
            waited |= outgoing[0].WasRetransmitted;
            (measures, sentAt) = (true, outgoing[0].SentAt);
            outgoing.RemoveFirst();
        }

        if (measures && !waited) timeout.Measure(host.Now - sentAt);
        timeout.Recover();
        (retries, duplicates) = (0, 0);
        // What was under way when the first loss showed is sent again, one segment for each acknowledgment (RFC 6582).
        isRecovering &= acknowledgment.Since(recoverUntil) < 0;
        if (isRecovering) Retransmit();
        retransmitAt = InFlight > 0 ? host.Now + timeout.Current : Never;
        if (finSent && InFlight == 0) OnFinAcknowledged();
        else Push();
    }

    private void OnFinAcknowledged()
    {
        State = State switch
        {
            TcpState.FinWait1 => TcpState.FinWait2,
            TcpState.Closing => TcpState.TimeWait,
            TcpState.LastAck => TcpState.Closed,
            _ => State,
        };
        // A peer that never closes does not hold a connection that nobody reads.
        if (State == TcpState.FinWait2 && programIsGone) expireAt = host.Now + TcpTimes.TimeWait;
    }

    private void TakeData(TcpNumbers numbers, in Message message)
    {
        uint sequence = numbers.Sequence;
        if (State is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)) return;
        if (sequence.Since(receiveNext) < 0)
        {
            // It begins before and ends within: not a segment of our making.
            Challenge();
            return;
        }

        if (programIsGone)
        {
            ResetPeer();
            return;
        }

        if (sequence != receiveNext)
        {
            early.Keep(sequence, message);
            Acknowledge();
            return;
        }

        bool fillsGap = !early.IsEmpty;
        mode.OnReceived(host.Now, timeout.Current);
        // A FIN in the same segment is acknowledged with the data.
        Deliver(message, acknowledgeAtOnce: mode.AtOnce && !fillsGap && (numbers.Flags & TcpFlags.Fin) == 0);
        while (State != TcpState.Closed && !programIsGone && early.TryTake(receiveNext, out Message following))
            Deliver(following, acknowledgeAtOnce: false);
        if (State == TcpState.Closed || segmentsOwed == 0) return;
        if (fillsGap || segmentsOwed >= TcpTimes.SegmentsPerAcknowledgment) Acknowledge();
        else AcknowledgeLater();
    }

    /// <summary>Data arrives after the program closed (RFC 1122 section 4.2.2.13).</summary>
    private void ResetPeer()
    {
        State = TcpState.Closed;
        host.Transmit(Tuple, new TcpNumbers(sendNext, 0, TcpFlags.Rst), default);
    }

    /// <summary>Hands a message to the program, which may answer before this returns.</summary>
    private void Deliver(in Message message, bool acknowledgeAtOnce)
    {
        receiveNext = receiveNext.Plus(message.Length);
        segmentsOwed++;
        if (acknowledgeAtOnce) Acknowledge();
        host.OnMessage(this, message);
    }

    private void TakeFin(uint sequence)
    {
        if (State is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)) return;
        if (sequence != receiveNext)
        {
            // Data before it is missing. After a close, nobody could read that data.
            if (programIsGone) ResetPeer();
            else Acknowledge();
            return;
        }

        receiveNext = receiveNext.Plus(1);
        bool isFirst = State == TcpState.Established;
        State = State switch
        {
            TcpState.Established => TcpState.CloseWait,
            TcpState.FinWait1 => TcpState.Closing,
            _ => TcpState.TimeWait,
        };
        if (isFirst)
        {
            segmentsOwed++;
            mode.OnPeerClosed();
        }
        else Acknowledge();

        if (!programIsGone) host.OnPeerClosed(this);
        // A program that closes at once has acknowledged with its own FIN.
        if (segmentsOwed > 0 && State == TcpState.CloseWait) AcknowledgeLater();
    }

    private void AcknowledgeLater() => acknowledgeAt = Math.Min(acknowledgeAt, host.Now + mode.Delay(timeout.RoundTrip));
}
