using System.Globalization;
using Chaos.Containers.Running;
using Chaos.Containers.Tests.Support;
using Chaos.Experiments.Planning;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets.Csharp;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>As many newcomers fail in containers as in simulation, whether they pay for a fix or a full table refuses them.</summary>
[Trait("Category", "Docker")]
public sealed class SameNewcomersTests(DockerFixture docker)
{
    /// <summary>Of the share of newcomers that fail.</summary>
    private const double Tolerance = 0.05;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Newcomers_who_pay_for_a_fix_fail_alike_in_containers_and_in_simulation() => CompareAsync("cilium-1.18", 0.3, 0.5);

    [Theory(Explicit = true)]
    [Trait("Category", "Nightly")]
    [InlineData("cilium-1.17", 0.02, 0.12)]
    [InlineData("refuse-new", 0.95, 1.0)]
    public Task Newcomers_of_other_variants_fail_alike_too(string variant, double least, double most) =>
        CompareAsync(variant, least, most);

    private async Task CompareAsync(string variant, double least, double most)
    {
        docker.SkipWithoutDocker();
        await using SimulatedWorld simulation = new();
        await using ContainerWorld containers = await ContainerWorld.OpenAsync(
            EngineDiscovery.Begin(Cancellation), "same-newcomers", TimeProvider.System, keepPackets: false, Cancellation);
        RepetitionPlan plan = RepetitionPlanner.Plan(Load(variant), 1);

        NewcomerCounts simulated = await CountAsync(simulation, plan), real = await CountAsync(containers, plan);

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{variant}: newcomers failing {simulated.FailedShare:P1} in simulation, {real.FailedShare:P1} in containers"));
        Assert.InRange(simulated.FailedShare!.Value, least, most);
        Assert.InRange(real.FailedShare!.Value, simulated.FailedShare.Value - Tolerance, simulated.FailedShare.Value + Tolerance);
        // A few start before their host knows of t = 0.
        Assert.InRange(real.Started, simulated.Started - 50, simulated.Started + 50);
        Assert.Equal(0, real.Harness + real.Skipped);
    }

    private static Cell Load(string variant) => ScenarioLoader.LoadText($$"""
        version: 1
        name: newcomers
        clients: 2
        servers: 4
        duration: 8s
        seed: 7
        nat: { variant: {{variant}}, map: { size: 2048 } }
        links: { rtt: 40ms, rttAt: servers }
        flows: [ { name: watched, protocol: udp, count: 500, openOver: 1s, clientEvery: 500ms, serverEvery: 2s, patience: 2s } ]
        pressure: [ { name: dns, protocol: udp, rate: 500/s, replies: true } ]
        """, "newcomers.yaml", [], null).Plan!.Cells[0];

    private static async Task<NewcomerCounts> CountAsync(IWorld world, RepetitionPlan plan)
    {
        RunOutcome outcome = await Runner.RunAsync(world, plan.Run, new CsharpTarget(), Cancellation);
        Assert.Empty(outcome.InvalidationsButLateness());
        return outcome.Newcomers.Single().Total();
    }
}
