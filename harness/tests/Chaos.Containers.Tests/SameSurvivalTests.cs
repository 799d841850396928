using System.Globalization;
using Chaos.Containers.Running;
using Chaos.Containers.Tests.Support;
using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets.Csharp;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>
/// The same scenario in both worlds, on either side of the map size where losses set in. A quarter of an hour, so nightly:
/// <c>Chaos.Containers.Tests -explicit only -class Chaos.Containers.Tests.SameSurvivalTests</c> prints the curves of both worlds
/// (<c>-method "*ask_and*"</c>: of one case alone).
/// </summary>
[Trait("Category", "Docker")]
[Trait("Category", "Nightly")]
public sealed class SameSurvivalTests(DockerFixture docker)
{
    private const int Repetitions = 5;

    /// <summary>Two-sided 95 %, four degrees of freedom (Student's t).</summary>
    private const double StudentQuantile = 2.776;

    /// <summary>The map at which the simulation begins to lose flows.</summary>
    private const double OnsetSurvival = 0.99;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public Task Flows_that_mostly_send_survive_alike_in_containers_and_in_simulation() => CompareAsync(
        "send-only", "{ name: watched, protocol: udp, count: 200, openOver: 1s, clientEvery: 200ms, serverEvery: 2s, jitter: 10%, "
            + "patience: 2s }");

    [Fact(Explicit = true)]
    public Task Flows_that_mostly_receive_survive_alike_in_containers_and_in_simulation() => CompareAsync(
        "receive-only", "{ name: watched, protocol: udp, count: 200, openOver: 1s, clientEvery: 2s, serverEvery: 200ms, jitter: "
            + "10%, patience: 2s }");

    [Fact(Explicit = true)]
    public Task Connections_that_ask_and_are_answered_survive_alike_in_containers_and_in_simulation() => CompareAsync(
        "request-response", "{ name: watched, protocol: tcp, count: 200, openOver: 1s, clientEvery: 2s, jitter: 10%, reply: true, "
            + "patience: 2s }");

    /// <summary>
    /// Connections on which the client speaks first hardly die in any map, as it is given the same port again; these do. 0.85 of the onset
    /// is where half of
    /// them live, and the curves could differ either way. There one repetition lies some six points beside another in either world, so five
    /// pairs decide no
    /// finer than to ten points.
    /// </summary>
    [Fact(Explicit = true)]
    public Task Connections_on_which_the_server_speaks_survive_alike_in_containers_and_in_simulation() => CompareAsync(
        "push", "{ name: watched, protocol: tcp, count: 200, openOver: 1s, clientEvery: never, serverEvery: 2s, jitter: 10%, "
            + "patience: 2s }", tight: 0.85, tolerance: 0.15);

    /// <summary>On both sides of the onset.</summary>
    private async Task CompareAsync(string name, string flows, double tight = 0.65, double tolerance = 0.05)
    {
        docker.SkipWithoutDocker();
        await using SimulatedWorld simulation = new();
        await using ContainerWorld containers = await ContainerWorld.OpenAsync(
            EngineDiscovery.Begin(Cancellation), "same-survival", TimeProvider.System, keepPackets: false, Cancellation);
        int onset = await OnsetAsync(simulation, size => Load(name, flows, size));
        Say($"{name}: the simulation begins to lose flows below {onset} entries");

        foreach (int size in (int[])[(int)(onset * tight), (int)(onset * 1.35)])
        {
            Cell cell = Load(name, flows, size);
            (double[] Simulated, double[] Real)[] curves = new (double[], double[])[Repetitions];
            for (int repetition = 1; repetition <= Repetitions; repetition++)
            {
                RepetitionPlan plan = RepetitionPlanner.Plan(cell, repetition);
                curves[repetition - 1] = (await CurveAsync(simulation, plan), await CurveAsync(containers, plan));
            }

            Say($"{name}, {size} entries ({(double)size / onset:0.00} of the onset), alive after 0, 1, 2 ... s, mean of {Repetitions}:");
            Say($"  simulation {Print(curves.Select(pair => pair.Simulated))}");
            Say($"  containers {Print(curves.Select(pair => pair.Real))}");
            (double lower, double upper) = Interval([.. curves.Select(pair => pair.Real[^1] - pair.Simulated[^1])]);
            Say($"  containers minus simulation: 95 % interval {lower:P1} to {upper:P1}");
            Assert.InRange(lower, -tolerance, tolerance);
            Assert.InRange(upper, -tolerance, tolerance);
        }
    }

    private static Cell Load(string name, string flows, int mapSize) => ScenarioLoader.LoadText($$"""
        version: 1
        name: {{name}}
        clients: 2
        servers: 4
        duration: 10s
        seed: 7
        nat: { variant: baseline, map: { size: {{mapSize}} } }
        flows: [ {{flows}} ]
        pressure: [ { name: dns, protocol: udp, rate: 500/s, replies: true } ]
        """, $"{name}.yaml", [], null).Plan!.Cells[0];

    /// <summary>By halving, to 2 %: the smallest map with which all but 1 % survive in the simulation.</summary>
    private static async Task<int> OnsetAsync(SimulatedWorld simulation, Func<int, Cell> load)
    {
        int losing = 512, keeping = 16384;
        while (keeping - losing > keeping / 50)
        {
            int middle = (losing + keeping) / 2;
            double[] curve = await CurveAsync(simulation, RepetitionPlanner.Plan(load(middle), 1));
            if (curve[^1] >= OnsetSurvival) keeping = middle;
            else losing = middle;
        }

        return keeping;
    }

    /// <summary>Share alive after each whole second.</summary>
    private static async Task<double[]> CurveAsync(IWorld world, RepetitionPlan plan)
    {
        RunOutcome outcome = await Runner.RunAsync(world, plan.Run, new CsharpTarget(), Cancellation);
        Assert.Empty(outcome.Invalidations);
        FlowRecord[] flows = [.. new History(plan, outcome, TailRule.Target).Flows()];
        return
        [
            .. Enumerable.Range(0, (int)(plan.Run.Phases.Duration / SmallRuns.Second) + 1)
                .Select(second => flows.Count(
                    flow => flow.State == FlowState.Survived || flow.DetectedAtNs > second * SmallRuns.Second) / (double)flows.Length),
        ];
    }

    private static (double Lower, double Upper) Interval(double[] differences)
    {
        double mean = differences.Average();
        double deviation = Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (differences.Length - 1));
        double half = StudentQuantile * deviation / Math.Sqrt(differences.Length);
        return (mean - half, mean + half);
    }

    private static string Print(IEnumerable<double[]> curves)
    {
        double[][] all = [.. curves];
        return string.Join(
            ' ', all[0].Select((_, second) => (100 * all.Average(curve => curve[second])).ToString("0.0", CultureInfo.InvariantCulture)));
    }

    private static void Say(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
