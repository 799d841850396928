using Chaos.Harness.Judging;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;

namespace Chaos.Harness.Tests;

public sealed class ExpectationTests
{
    private const string Expectations =
        """
        expect:
          - { where: { variant: baseline, mapSize: 512 }, survival: "<= 50%" }
          - { better: cilium-1.18, than: baseline, where: { mapSize: 512 }, by: ">= 30pp" }
          - { where: { mapSize: 8192 }, survival: ">= 99%" }
        """;

    [Fact]
    public void Each_expectation_is_judged_on_the_cells_that_it_names()
    {
        Assert.Equal([Verdict.Pass, Verdict.Pass, Verdict.Pass], Judge(Expectations, tight: (0.2, 0.9), roomy: (0.991, 1.0), pressed: true));
    }

    [Fact]
    public void The_worst_cell_decides()
    {
        Assert.Equal([Verdict.Fail, Verdict.Fail, Verdict.Fail], Judge(Expectations, tight: (0.6, 0.7), roomy: (0.98, 1.0), pressed: true));
    }

    [Fact]
    public void Without_pressure_nothing_passes_but_a_failure_stays_one()
    {
        Assert.Equal([Verdict.Unknown, Verdict.Fail, Verdict.Unknown], Judge(Expectations, tight: (0.2, 0.4), roomy: (1.0, 1.0), pressed: false));
    }

    [Fact]
    public void A_scenario_that_says_roomy_passes_without_pressure()
    {
        Assert.Equal([Verdict.Pass, Verdict.Pass, Verdict.Pass], Judge($"roomy: true\n{Expectations}", tight: (0.2, 0.9), roomy: (1.0, 1.0), pressed: false));
    }

    private static List<Verdict> Judge(string more, (double Baseline, double Fixed) tight, (double Baseline, double Fixed) roomy, bool pressed)
    {
        ScenarioPlan plan = TestScenarios.Load(more);
        double[] survival = [tight.Baseline, tight.Fixed, roomy.Baseline, roomy.Fixed];
        List<(Cell, CellResult)> cells = [.. plan.Cells.Zip(survival, (cell, share) => (cell, Result(cell, share, pressed)))];
        return [.. new ExpectationJudge(plan.Scenario, cells).Judge().Select(result => result.Verdict)];
    }

    private static CellResult Result(Cell cell, double survival, bool pressed) => CellSummary.From(
        new CellFacts
        {
            Id = cell.Id, Axes = cell.Axes, Target = "csharp", Repetitions = 2, UnderPressure = pressed, DurationSeconds = 5,
            Groups = [new GroupFacts("feeds", "strict")], Map = null, Packets = 0, WallSeconds = 0,
        },
        Enumerable.Range(0, 1000).Select(number => number < survival * 1000
            ? Flow(cell, number, FlowState.Survived, null, DeathCause.None)
            : Flow(cell, number, FlowState.Died, 1_000_000_000, DeathCause.Reset)));

    private static FlowRecord Flow(Cell cell, int number, FlowState state, long? detectedAt, DeathCause cause) => new(
        cell.Id, 1, $"feeds-{number}", "feeds", "udp", -1, null, detectedAt, 5_000_000_000, state, cause, Mechanism.None);
}
