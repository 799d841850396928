using Chaos.Bpf;
using Chaos.Bpf.Tests;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

/// <summary>
/// The same simulation with its entries in our map and in the running kernel's: the same flows live and die, at the same moments.
/// </summary>
public sealed class KernelEngineTests
{
    private static readonly string[] ThisMachine =
        [$"nat.map.possibleCpus={PossibleCpus.Count}", $"nat.map.batch={(RunningKernel.ScalesBatches() ? "scaled" : "fixed-128")}",
            "repetitions=1"];

    [KernelFact]
    public Task The_quickstart_under_pressure() => Same(Load("quickstart.yaml", "duration=12s"), "mapSize=2304");

    [KernelFact]
    public Task The_loss_of_all_reverse_entries_by_a_fault() => Same(Load("evict-reverse.yaml"));

    [KernelFact]
    public Task The_per_cpu_flavour() => Same(TestScenarios.Load("", [.. ThisMachine, "nat.map.lru=percpu"]));

    [KernelFact]
    public Task Random_evictions_of_whole_mappings_under_pressure() =>
        Same(TestScenarios.Load("faults:\n  - { at: 2s, evict: { half: both, select: random, count: 25%, group: feeds } }", ThisMachine));

    [KernelFact]
    public Task Newcomers_that_pay_for_the_second_fix() => Same(
        Load("newcomers.yaml", "duration=10s"), "rtt=20ms,pressure.churn.rate=1500/s,variant=cilium-1.18");

    [KernelFact]
    public Task Newcomers_that_their_own_packet_evicts() => Same(
        Load("newcomers.yaml", "duration=10s"), "rtt=0.4ms,pressure.churn.rate=1500/s,variant=cilium-1.18");

    [KernelFact]
    public void A_machine_with_other_cpus_is_refused_with_the_remedy()
    {
        KernelUnfitException refused = Assert.Throws<KernelUnfitException>(
            () => Requirements.Check(
                TestScenarios.Load("", [.. ThisMachine, $"nat.map.possibleCpus={PossibleCpus.Count + 1}"]),
                WorldCatalog.Default, MapEngineCatalog.Kernel, TargetCatalog.BuiltIn));

        Assert.Contains($"--set nat.map.possibleCpus={PossibleCpus.Count}", refused.Message, StringComparison.Ordinal);
    }

    private static ScenarioPlan Load(string scenario, params string[] sets)
    {
        LoadResult result = ScenarioLoader.Load(Repository.Scenario(scenario), [.. ThisMachine, .. sets], environment: null);
        Assert.Empty(result.Mistakes);
        return result.Plan!;
    }

    /// <summary>Every cell, or those whose id begins so.</summary>
    private static async Task Same(ScenarioPlan plan, string cells = "")
    {
        await using SimulatedWorld ours = new(), kernels = new(MapEngineCatalog.Kernel);
        foreach (Cell cell in plan.Cells.Where(cell => cell.Id.StartsWith(cells, StringComparison.Ordinal)))
        {
            CellRun own = await Run(ours, cell), kernel = await Run(kernels, cell);

            Assert.Equal(FlowsOf(own).Select(WhatAKernelTells), FlowsOf(kernel).Select(WhatAKernelTells));
            Assert.Equal(own.Result.Map, kernel.Result.Map);
            Assert.Equal(own.Result.Packets, kernel.Result.Packets);
            AssertSame(own.Result.Pressure!, kernel.Result.Pressure!);
            Assert.Contains(FlowsOf(own), flow => flow.State == FlowState.Survived || flow.State == FlowState.Died);
        }
    }

    private static void AssertSame(PressureResult own, PressureResult kernel)
    {
        Assert.Equal((own.Started, own.Failed, own.Causes, own.Nat), (kernel.Started, kernel.Failed, kernel.Causes, kernel.Nat));
        Assert.Equal(own.Groups.SelectMany(group => group.BySecond!.Failed), kernel.Groups.SelectMany(group => group.BySecond!.Failed));
    }

    private static Task<CellRun> Run(SimulatedWorld world, Cell cell) =>
        new CellRunner(_ => world, KeptInMemory.Instance, null, TailRule.Target, TimeProvider.System).RunAsync(
            cell, TargetCatalog.BuiltIn[cell.Scenario.Target], TestContext.Current.CancellationToken);

    private static IEnumerable<FlowRecord> FlowsOf(CellRun run) => run.Rows.SelectMany(rows => rows.Flows());

    private static FlowRecord WhatAKernelTells(FlowRecord flow) => flow with { BrokenAtNs = null, Mechanism = Mechanism.None };
}
