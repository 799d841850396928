using Chaos.Model;

namespace Chaos.Traffic;

/// <summary>Records the first life of each watched flow from the events of both sides. Times are nanoseconds since the epoch.</summary>
/// <remarks>Both sides may report a death; the earlier one counts, whatever the order of the reports.</remarks>
public sealed class FlowLog(int flows) : ITrafficObserver
{
    private readonly FlowLife[] lives = new FlowLife[flows];
    private readonly List<(long At, int Flow)> reopenings = [];

    public IReadOnlyList<FlowLife> Lives => lives;

    /// <summary>Second and later lives, in the order in which they opened.</summary>
    public IReadOnlyList<(long At, int Flow)> Reopenings => reopenings;

    /// <summary>Number of flows that opened or were refused.</summary>
    public int Decided { get; private set; }

    /// <summary>The share of opened flows that are not dead; 1 if none opened.</summary>
    public double Survival
    {
        get
        {
            int opened = 0, dead = 0;
            foreach (FlowLife life in lives)
            {
                if (life.OpenedAt is null) continue;
                opened++;
                if (life.DiedAt is not null) dead++;
            }

            return opened == 0 ? 1 : (double)(opened - dead) / opened;
        }
    }

    public void Opened(long now, int flow)
    {
        Decided++;
        lives[flow] = lives[flow] with { OpenedAt = now };
    }

    public void Refused(long now, int flow, DeathCause cause)
    {
        Decided++;
        // A server that received the hello may report a death before or after the refusal; a refused flow does not count as dead.
        lives[flow] = lives[flow] with { RefusedAt = now, DiedAt = null, Cause = cause };
    }

    public void Died(long now, int flow, DeathCause cause, Side side)
    {
        if (lives[flow].RefusedAt is not null || lives[flow].DiedAt <= now) return;
        lives[flow] = lives[flow] with { DiedAt = now, Cause = cause };
    }

    public void Reopened(long now, int flow) => reopenings.Add((now, flow));

    public void Moved(long now, int flow) => lives[flow] = lives[flow] with { Moves = lives[flow].Moves + 1 };

    public void Sent(long now, int flow, Side side, MessageKind kind, uint sequence)
    {
    }
}
