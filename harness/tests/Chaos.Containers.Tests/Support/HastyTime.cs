namespace Chaos.Containers.Tests.Support;

/// <summary>A clock that runs several times as fast, so that a wait which is meant to end in vain ends sooner.</summary>
internal sealed class HastyTime(int times) : TimeProvider
{
    private readonly DateTimeOffset began = System.GetUtcNow();
    private readonly long from = System.GetTimestamp();

    public override long GetTimestamp() => from + (System.GetTimestamp() - from) * times;

    public override DateTimeOffset GetUtcNow() => began + GetElapsedTime(from);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Hasty(dueTime), Hasty(period));

    private TimeSpan Hasty(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / times;
}
