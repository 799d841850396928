namespace Chaos.Traffic;

/// <summary>The first life of each watched flow, as the endpoints of either world tell it. Times are nanoseconds since the epoch.</summary>
/// <remarks>Both sides may notice a death; the earlier one counts, in whatever order they are told.</remarks>
public sealed class FlowLog(int flows) : ITrafficObserver
{
    private readonly FlowLife[] lives = new FlowLife[flows];
    private readonly List<(long At, int Flow)> reopenings = [];

    public IReadOnlyList<FlowLife> Lives => lives;

    /// <summary>Second and later lives, as they opened.</summary>
    public IReadOnlyList<(long At, int Flow)> Reopenings => reopenings;

    /// <summary>Flows that were opened or refused.</summary>
    public int Decided { get; private set; }

    /// <summary>Flows that opened and are not dead, of all that opened; 1 if none did.</summary>
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
        // A server that heard the opening may notice later, or be told of earlier, that nobody came: the flow never lived.
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

/// <summary>One flow; a time is null if that did not happen.</summary>
public readonly record struct FlowLife(long? OpenedAt, long? RefusedAt, long? DiedAt, DeathCause Cause, int Moves);
