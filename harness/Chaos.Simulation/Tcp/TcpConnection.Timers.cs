using Chaos.Packets;

namespace Chaos.Simulation.Tcp;

/// <summary>What happens when nothing arrives.</summary>
internal sealed partial class TcpConnection
{
    private long keepAliveEvery, keepAliveAt, expireAt, lastHeard, openedAt;
    private int probes;

    /// <summary>No probes, although the connection has them.</summary>
    public bool KeepAliveIsOff { get; set; }

    /// <summary>Probes begin anew after a whole silence.</summary>
    public void ResumeKeepAlive()
    {
        if (keepAliveEvery > 0 && State is TcpState.Established or TcpState.CloseWait) keepAliveAt = host.Now + keepAliveEvery;
    }

    /// <summary>Does all that is due by now.</summary>
    public void Tick()
    {
        if (expireAt <= host.Now)
        {
            State = TcpState.Closed;
            return;
        }

        if (retransmitAt <= host.Now) OnRetransmissionTimeout();
        if (State == TcpState.Closed) return;
        if (acknowledgeAt <= host.Now)
        {
            mode.OnPeerWaits();
            Acknowledge();
        }

        if (keepAliveAt <= host.Now) KeepAlive();
    }

    private void OnRetransmissionTimeout()
    {
        if (retries == MostRetries)
        {
            GiveUp();
            return;
        }

        retries++;
        if (State != TcpState.SynSent || retries > TcpTimes.EvenSynRetries) timeout.BackOff();
        // Nothing is in flight, so the window is closed: send a window probe.
        if (InFlight == 0) Transmit(sendNext.Plus(-1), TcpFlags.Ack, default);
        else BeginRecovery();
        retransmitAt = host.Now + timeout.Current;
    }

    private void BeginRecovery()
    {
        (isRecovering, recoverUntil) = (true, sendNext);
        Retransmit();
    }

    private int MostRetries => State switch
    {
        TcpState.SynSent => TcpTimes.SynRetries,
        TcpState.SynReceived => TcpTimes.SynAckRetries,
        _ => programIsGone ? TcpTimes.OrphanRetries : TcpTimes.DataRetries,
    };

    /// <summary>Sends the oldest unacknowledged segment again.</summary>
    private void Retransmit()
    {
        if (State == TcpState.SynSent) Transmit(sendUnacknowledged, TcpFlags.Syn, default);
        else if (State == TcpState.SynReceived) Transmit(sendUnacknowledged, TcpFlags.Syn | TcpFlags.Ack, default);
        else if (outgoing.Sent > 0)
        {
            ref OutgoingMessage oldest = ref outgoing[0];
            oldest.WasRetransmitted = true;
            Transmit(oldest.Sequence, TcpFlags.Psh | TcpFlags.Ack, oldest.Message);
        }
        else if (finSent) Transmit(sendNext.Plus(-1), TcpFlags.Fin | TcpFlags.Ack, default);
    }

    /// <summary>A probe has the number before the next, so that the peer has to say where it stands (RFC 9293 section 3.8.4).</summary>
    private void KeepAlive()
    {
        if (KeepAliveIsOff || State is not (TcpState.Established or TcpState.CloseWait))
        {
            keepAliveAt = Never;
            return;
        }

        // Heard of meanwhile, or kept alive by its own retransmissions.
        long due = InFlight > 0 || outgoing.Count > 0 ? host.Now + keepAliveEvery : lastHeard + ((probes + 1L) * keepAliveEvery);
        if (due > host.Now)
        {
            keepAliveAt = due;
            return;
        }

        if (probes == TcpTimes.KeepAliveProbes)
        {
            host.Transmit(Tuple, new TcpNumbers(sendNext, receiveNext, TcpFlags.Rst | TcpFlags.Ack), default);
            GiveUp();
            return;
        }

        probes++;
        Transmit(sendNext.Plus(-1), TcpFlags.Ack, default);
        keepAliveAt = host.Now + keepAliveEvery;
    }

    private void GiveUp()
    {
        State = TcpState.Closed;
        if (!programIsGone) host.OnTimedOut(this);
    }
}
