using Chaos.Experiments.Running;
using Chaos.Runs;

namespace Chaos.Experiments.Tests;

/// <summary>Long work shows life, and is the same work.</summary>
public sealed class WatchedRunTests
{
    private const string Text = """
        version: 1
        name: watched
        duration: 20s
        repetitions: 1
        warmUp: none
        flows: [{ name: feeds, protocol: udp, count: 20, openOver: 1s, serverEvery: 200ms, patience: 1s }]
        pressure: [{ name: dns, protocol: udp, rate: 50/s }]

        """;

    [Fact]
    public async Task A_cell_tells_its_time_its_pace_and_what_is_left_and_its_packets_are_the_same()
    {
        Listener listener = new();

        ExperimentResult watched = await Experiment.FromText(Text).RunAsync(
            new ExperimentOptions { Progress = listener, Time = new SteppingTime() }, TestContext.Current.CancellationToken);
        ExperimentResult alone = await Experiment.FromText(Text).RunAsync(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(alone.Results.Cells[0].Trace, watched.Results.Cells[0].Trace);
        Assert.Equal(alone.Flows, watched.Flows);
        Assert.True(listener.Moments.Count > 10);
        Assert.Equal(listener.Moments.OrderBy(moment => moment.Seconds), listener.Moments);
        RunMoment middle = listener.Moments[listener.Moments.Count / 2];
        Assert.InRange(middle.OfSeconds, 21, 30);
        Assert.True(middle.PacketsPerSecond > 0);
        Assert.True(listener.Moments[^1].SecondsLeft < listener.Moments[0].SecondsLeft);
    }

    private sealed class Listener : IRunProgress
    {
        public List<RunMoment> Moments { get; } = [];

        public void CellDone(CellResult cell, int done, int total)
        {
        }

        public void CellGoesOn(string cell, int repetition, int repetitions, RunMoment moment)
        {
            Assert.Equal(("all", 1, 1), (cell, repetition, repetitions));
            Moments.Add(moment);
        }
    }

    /// <summary>Each look at the clock takes a second.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref looks);
    }
}
