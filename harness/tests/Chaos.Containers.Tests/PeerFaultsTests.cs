using Chaos.Containers.Running;
using Chaos.Containers.Tests.Support;
using Chaos.Experiments.Planning;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Simulation;
using Chaos.Targets.Csharp;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>The faults of clients and servers in one run, each on hosts of its own; the same is asked of both worlds.</summary>
public sealed class PeerFaultsTests(DockerFixture docker)
{
    private const int Silenced = 0, Untouched = 1, Paused = 2, Restarted = 1;

    private const string Scenario = """
        version: 1
        name: peers
        clients: 3
        servers: 2
        duration: 11s
        warmUp: none
        seed: 7
        nat: { variant: cilium-1.18, map: { size: 1024 } }
        flows:
          - { name: asks, protocol: udp, count: 24, openOver: 500ms, clientEvery: 200ms, jitter: 10%, reply: true, patience: 1s }
          - { name: web, protocol: tcp, count: 24, openOver: 500ms, clientEvery: 200ms, jitter: 10%, reply: true, patience: 1s }
          - { name: idle, protocol: tcp, count: 36, openOver: 500ms, serverEvery: 5s, jitter: 0%, reply: true, patience: 1s, keepAlive: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s, replies: false }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_simulation_a_restart_a_pause_keep_alive_off_and_a_burst_hit_whom_they_should()
    {
        await using SimulatedWorld world = new();

        AssertEffects(await Runner.RunAsync(world, Plan(), new CsharpTarget(), Cancellation));
    }

    [Fact]
    [Trait("Category", "Docker")]
    public async Task In_containers_a_restart_a_pause_keep_alive_off_and_a_burst_hit_whom_they_should()
    {
        docker.SkipWithoutDocker();
        await using ContainerWorld world = await ContainerWorld.OpenAsync(
            EngineDiscovery.Begin(Cancellation), "peer-faults", TimeProvider.System, keepPackets: false, Cancellation);

        AssertEffects(await Runner.RunAsync(world, Plan(), new CsharpTarget(), Cancellation));
    }

    private static RunPlan Plan() =>
        RepetitionPlanner.Plan(ScenarioLoader.LoadText(Scenario, "peers.yaml", [], null).Plan!.Cells[0], 1).Run with
        {
            EndOfFaults = 11 * SmallRuns.Second,
            Faults =
        [
            At(0, 0, new KeepAliveOff { Host = Silenced }, 8),
            At(1, 1, new PressureBurst { Pressure = "dns", RatePerSecond = 400 }, 2),
            At(2, 3, new ClientPause { Host = Paused }, 3),
            At(3, 9, new ServerRestart { Host = Restarted }, 1),
        ],
        };

    private static void AssertEffects(RunOutcome outcome)
    {
        TrafficPlan traffic = Plan().Traffic;
        Assert.Empty(outcome.InvalidationsButLateness());
        FlowPlan[] Of(string group, int? client = null, int? server = null) => [.. traffic.Flows.Where(flow =>
            traffic.Groups[flow.Group].Name == group && (client ?? flow.Client) == flow.Client && (server ?? flow.Server) == flow.Server)];
        double? DiedAt(FlowPlan flow) => (outcome.Flows.Lives[flow.Number].DiedAt - outcome.Zero) / (double)SmallRuns.Second;

        // Given up by their servers, a deadline after they fell silent.
        Assert.All(Of("asks", Paused).Concat(Of("web", Paused)), flow => Assert.InRange(DiedAt(flow) ?? 0, 4, 6.1));
        FlowPlan[] others = [.. Of("asks").Concat(Of("web")).Where(flow => flow.Client != Paused)];
        Assert.All(others.Where(flow => flow.Server == Restarted), flow => Assert.InRange(DiedAt(flow) ?? 0, 9, 11.5));
        Assert.All(others.Where(flow => flow.Server != Restarted), flow => Assert.Null(DiedAt(flow)));
        Assert.All(
            Of("web", Untouched, Restarted), flow => Assert.Contains(
            outcome.Flows.Lives[flow.Number].Cause, new DeathCause[] { DeathCause.Closed, DeathCause.Reset }));

        // Unanswered churn throws idle connections out that are not kept in use.
        int Dead(FlowPlan[] flows) => flows.Count(flow => DiedAt(flow) < 9);
        Assert.InRange(Dead(Of("idle", Silenced)), 6, 12);
        Assert.InRange(Dead(Of("idle", Untouched)), 0, 1);

        // 500 a second, and the burst.
        Assert.InRange(outcome.Newcomers.Sum(group => (group.WarmUp + group.Total()).Started), 5500 + 800 - 30, 5500 + 800 + 30);
        Assert.Equal(8, outcome.Faults.Count);
        Assert.Equal(Of("asks", Paused).Concat(Of("web", Paused)).Concat(Of("idle", Paused)).Select(flow => flow.Number).Order(),
            outcome.Faults.First(record => record.Order.Fault is ClientPause).Report.Flows);
    }

    private static PlannedFault At(int number, int second, Fault fault, int seconds) =>
        new()
        {
            Number = number, Fault = fault, Moments = [second * SmallRuns.Second], Length = seconds * SmallRuns.Second,
            Seed = (ulong)number,
        };
}
