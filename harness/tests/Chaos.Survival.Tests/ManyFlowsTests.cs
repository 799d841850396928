using System.Diagnostics;
using Chaos.Model;
using Chaos.Runs;

namespace Chaos.Survival.Tests;

/// <summary>Alone, because it measures the processor time and the memory of the whole process.</summary>
[CollectionDefinition(nameof(ManyFlowsTests), DisableParallelization = true)]
public sealed class AloneCollection;

[Collection(nameof(ManyFlowsTests))]
public sealed class ManyFlowsTests
{
    private const int Flows = 10_000_000;
    private const int Repetitions = 10;

    [Fact]
    public void Ten_million_flow_records_of_a_cell_are_summarised_in_ten_seconds_of_processor_time_and_a_gibibyte()
    {
        CellFacts facts = new()
        {
            Id = "all", Axes = [], Target = "csharp", Repetitions = Repetitions, UnderPressure = true, DurationSeconds = 60,
            Groups = [new GroupFacts("feeds", "strict"), new GroupFacts("calls", null)], Map = null, Packets = 0, WallSeconds = 0,
        };
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;

        CellResult cell = CellSummary.From(facts, Records());

        self.Refresh();
        TimeSpan used = self.TotalProcessorTime - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"{used.TotalSeconds:0.0} s, {self.PeakWorkingSet64 / (1 << 20)} MiB at most");
        Assert.Equal((Flows, Flows / 5 * 4), (cell.Flows.Total, cell.Flows.Died));
        Assert.Equal(0.2, cell.Survival.Estimate);
        Assert.InRange(used.TotalSeconds, 0, 10);
        Assert.InRange(self.PeakWorkingSet64, 0, 1L << 30);
    }

    /// <summary>Four of five die, each at a time of its own.</summary>
    private static IEnumerable<FlowRecord> Records()
    {
        FlowRecord survivor = new(
            "all", 1, "feeds-0", "feeds", "udp", 0, null, null, 60_000_000_000, FlowState.Survived, DeathCause.None, Mechanism.None);
        for (int number = 0; number < Flows; number++)
        {
            int repetition = 1 + (number / (Flows / Repetitions));
            FlowRecord flow = survivor with { Repetition = repetition, Group = number % 2 == 0 ? "feeds" : "calls" };
            yield return number % 5 == 0
                ? flow
                : flow with
                {
                    State = FlowState.Died,
                    DetectedAtNs = number * 6_000L % 60_000_000_000,
                    Cause = DeathCause.Reset,
                    Mechanism = Mechanism.OriginalEvicted,
                };
        }
    }
}
