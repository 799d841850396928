namespace Chaos.Faults;

/// <summary>Whether the node takes packets now. No clock, no queue: the world lets packets wait, or lose their way, as this says.</summary>
public sealed class NodeGate
{
    /// <summary>The period of a CPU quota.</summary>
    private const long PeriodNanoseconds = 100_000_000;

    private long pausedUntil;
    private long worksFor = PeriodNanoseconds;

    /// <summary>The node is away: packets are lost.</summary>
    public bool IsDown { get; private set; }

    /// <summary>The earliest moment, from now on, at which the node takes packets.</summary>
    public long NextTurn(long nowNanoseconds)
    {
        long turn = Math.Max(nowNanoseconds, pausedUntil);
        if (worksFor == PeriodNanoseconds) return turn;
        long into = turn % PeriodNanoseconds;
        return into < worksFor ? turn : turn - into + PeriodNanoseconds;
    }

    public void TakeDown() => IsDown = true;

    public void PauseUntil(long momentNanoseconds) => pausedUntil = momentNanoseconds;

    /// <summary>Neither down nor paused any more; a limit stays.</summary>
    public void Open()
    {
        IsDown = false;
        pausedUntil = 0;
    }

    /// <param name="share">Above 0; 1 is no limit.</param>
    public void LimitTo(double share) => worksFor = Math.Max(1, (long)(share * PeriodNanoseconds));
}
