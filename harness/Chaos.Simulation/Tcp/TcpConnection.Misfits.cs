using Chaos.Packets;

namespace Chaos.Simulation.Tcp;

/// <summary>Segments outside the window, and answers to segments that do not fit the state.</summary>
internal sealed partial class TcpConnection
{
    /// <summary>Some of the segment lies in the window (RFC 9293 section 3.10.7.4).</summary>
    private bool Fits(TcpNumbers numbers, int length)
    {
        int begin = numbers.Sequence.Since(receiveNext), end = Math.Max(End(numbers, length).Plus(-1).Since(receiveNext), begin);
        return begin < TcpTimes.Window && end >= 0;
    }

    /// <summary>The number behind the segment: SYN and FIN take one each.</summary>
    private static uint End(TcpNumbers numbers, int length) => numbers.Sequence.Plus(
        length + ((numbers.Flags & TcpFlags.Syn) != 0 ? 1 : 0) + ((numbers.Flags & TcpFlags.Fin) != 0 ? 1 : 0));

    private void AnswerMisfit(TcpNumbers numbers, int length)
    {
        if ((numbers.Flags & TcpFlags.Rst) != 0)
        {
            // Some peers send RST with the number of their FIN (tcp_reset_check).
            bool isOfFin = State is TcpState.CloseWait or TcpState.LastAck or TcpState.Closing;
            if (isOfFin && numbers.Sequence.Plus(1) == receiveNext) Reset();
            return;
        }

        if (State == TcpState.SynReceived && (numbers.Flags & TcpFlags.Syn) != 0 && numbers.Sequence.Plus(1) == receiveNext)
            AnswerSynAgain(numbers);
        else if (length > 0 || (numbers.Flags & TcpFlags.Fin) != 0)
        {
            if (numbers.Sequence.Since(receiveNext) < 0) mode.OnPeerWaits();
            // A retransmission may carry a newer acknowledgment than the original (tcp_sequence).
            bool endsHere = State != TcpState.SynReceived && End(numbers, length) == receiveNext && (numbers.Flags & TcpFlags.Ack) != 0;
            if (endsHere && (!TakeAcknowledgment(numbers, length) || State == TcpState.TimeWait)) return;
            Acknowledge();
        }
        else Challenge();
    }

    /// <summary>The SYN that brought us into SYN-RECEIVED, a second time.</summary>
    private void AnswerSynAgain(TcpNumbers numbers)
    {
        if ((numbers.Flags & TcpFlags.Ack) != 0 && numbers.Acknowledgment == sendNext)
        {
            // Both sides opened at once, and this acknowledges our SYN. Another SYN-ACK would make both sides answer without end.
            Establish(numbers);
            host.OnConnected(this);
        }
        else if (!IsRequest) Challenge();
        else if (MayAnswer()) Transmit(sendUnacknowledged, TcpFlags.Syn | TcpFlags.Ack, default);
    }

    /// <summary>The peer opened the connection, and no program has accepted it yet.</summary>
    private bool IsRequest => State == TcpState.SynReceived && Socket < 0;

    /// <summary>A second SYN ends a connection that nobody has accepted (tcp_check_req).</summary>
    private void Refuse(TcpNumbers numbers, int length)
    {
        TcpNumbers reset = (numbers.Flags & TcpFlags.Ack) != 0
            ? new TcpNumbers(numbers.Acknowledgment, 0, TcpFlags.Rst)
            : new TcpNumbers(0, End(numbers, length), TcpFlags.Rst | TcpFlags.Ack);
        host.Transmit(Tuple, reset, default);
        Reset();
    }

    /// <summary>Says where this side stands, but not too often.</summary>
    private void Challenge()
    {
        if (MayAnswer()) Acknowledge();
    }

    /// <summary>Answers to segments without data are limited, whatever they are.</summary>
    private bool MayAnswer()
    {
        if (host.Now < challengeAfter) return false;
        challengeAfter = host.Now + TcpTimes.ChallengeInterval;
        return true;
    }
}
