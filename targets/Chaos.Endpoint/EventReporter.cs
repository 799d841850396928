using System.Text.Json;
using Chaos.Control;
using Chaos.Traffic;

namespace Chaos.Endpoint;

/// <summary>Tells the harness what becomes of flows, as it happens.</summary>
internal sealed class EventReporter(ControlChannel control) : ITrafficObserver
{
    public void Opened(long now, int flow) => control.Send(new Opened { Flow = flow, At = now });

    public void Refused(long now, int flow, DeathCause cause) => control.Send(new Refused { Flow = flow, Cause = Word(cause), At = now });

    public void Died(long now, int flow, DeathCause cause, Side side) => control.Send(new Died
    {
        Flow = flow,
        Cause = Word(cause),
        Side = side == Side.Client ? EndpointRole.Client : EndpointRole.Server,
        At = now,
    });

    public void Moved(long now, int flow) => control.Send(new Moved { Flow = flow, At = now });

    /// <summary>Only tests that compare worlds in one process listen to single messages; the summary has the counts.</summary>
    public void Sent(long now, int flow, Side side, MessageKind kind, uint sequence)
    {
    }

    private static string Word(DeathCause cause) => JsonNamingPolicy.CamelCase.ConvertName(cause.ToString());
}
