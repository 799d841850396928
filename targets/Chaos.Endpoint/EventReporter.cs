using Chaos.Control;
using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Endpoint;

/// <summary>Tells the harness what becomes of flows, as it happens.</summary>
internal sealed class EventReporter(ControlChannel control, bool trace) : ITrafficObserver
{
    public void Opened(long now, int flow) => control.Send(new Opened { Flow = flow, At = now });

    public void Refused(long now, int flow, DeathCause cause) => control.Send(new Refused { Flow = flow, Cause = cause, At = now });

    public void Died(long now, int flow, DeathCause cause, Side side) => control.Send(new Died
    {
        Flow = flow,
        Cause = cause,
        Side = side,
        At = now,
    });

    public void Reopened(long now, int flow) => control.Send(new Reopened { Flow = flow, At = now });

    public void Moved(long now, int flow) => control.Send(new Moved { Flow = flow, At = now });

    public void Sent(long now, int flow, Side side, MessageKind kind, uint sequence)
    {
        if (trace) control.Send(new Sent { Flow = flow, Side = side, Kind = kind, Sequence = sequence, At = now });
    }
}
