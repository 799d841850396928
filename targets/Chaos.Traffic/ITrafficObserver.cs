using Chaos.Model;

namespace Chaos.Traffic;

/// <summary>Receives the events of watched flows. A flow is its number in the plan; times are nanoseconds since the epoch.</summary>
public interface ITrafficObserver
{
    void Opened(long now, int flow);

    /// <summary>The flow never opened.</summary>
    /// <param name="now">When the client gave up.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="cause"><see cref="DeathCause.Refused"/>, or <see cref="DeathCause.Harness"/> if this machine failed.</param>
    void Refused(long now, int flow, DeathCause cause);

    void Died(long now, int flow, DeathCause cause, Side side);

    /// <summary>A dead flow is open again. Later lives have no other events, because survival counts the first life only.</summary>
    void Reopened(long now, int flow)
    {
    }

    /// <summary>A roaming peer accepted a new address or port of the client.</summary>
    void Moved(long now, int flow);

    /// <summary>A message of a watched flow was sent; for tests that compare worlds.</summary>
    void Sent(long now, int flow, Side side, MessageKind kind, uint sequence);
}
