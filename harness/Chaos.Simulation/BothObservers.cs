using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>Tells two observers the same.</summary>
internal sealed class BothObservers(ITrafficObserver first, ITrafficObserver second) : ITrafficObserver
{
    public void Opened(long now, int flow)
    {
        first.Opened(now, flow);
        second.Opened(now, flow);
    }

    public void Refused(long now, int flow, DeathCause cause)
    {
        first.Refused(now, flow, cause);
        second.Refused(now, flow, cause);
    }

    public void Died(long now, int flow, DeathCause cause, Side side)
    {
        first.Died(now, flow, cause, side);
        second.Died(now, flow, cause, side);
    }

    public void Reopened(long now, int flow)
    {
        first.Reopened(now, flow);
        second.Reopened(now, flow);
    }

    public void Moved(long now, int flow)
    {
        first.Moved(now, flow);
        second.Moved(now, flow);
    }

    public void Sent(long now, int flow, Side side, MessageKind kind, uint sequence)
    {
        first.Sent(now, flow, side, kind, sequence);
        second.Sent(now, flow, side, kind, sequence);
    }
}
