using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Simulation;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Tests;

/// <summary>One run with cells in two worlds. The second one is a simulation that says it is real.</summary>
public sealed class SeveralWorldsTests
{
    private static readonly string Both = TestScenarios.Text().Replace(
        "matrix:", "matrix:\n  backend: [docker, sim]", StringComparison.Ordinal);

    [Fact]
    public void The_catalog_has_the_worlds_that_a_scenario_may_name() => Assert.Equal(WorldNames.All, WorldCatalog.Names);

    [Fact]
    public async Task Each_cell_runs_in_its_world_with_the_same_seeds()
    {
        List<string> log = [];
        RunContents run = await RunAsync(Experiment.FromText(Both).Only("mapSize=512"), log);

        CellResult[] cells = [.. run.Results.Cells.Where(cell => !cell.IsControl)];
        Assert.Equal(["docker", "docker", "sim", "sim"], cells.Select(cell => cell.Backend));
        Assert.Equal(cells[..2].Select(cell => cell.Trace), cells[2..].Select(cell => cell.Trace));
        Assert.Equal(("sim,docker", "target"), (run.Results.Backend, run.Results.TailRule));
        Assert.Empty(run.Results.Invalid);
    }

    [Fact]
    public async Task The_real_world_alone_has_a_control_arm_and_its_cells_run_last_and_one_by_one()
    {
        List<string> log = [];
        RunContents run = await RunAsync(Experiment.FromText(Both).Only("mapSize=512"), log);

        CellResult control = Assert.Single(run.Results.Cells, cell => cell.IsControl);
        Assert.Equal(("docker", "none"), (control.Backend, control.Target));
        // Two repetitions of the control arm, then of two cells in each world.
        Assert.Equal([.. Enumerable.Repeat("docker", 2), .. Enumerable.Repeat("sim", 4), .. Enumerable.Repeat("docker", 4)], log);
    }

    [Fact]
    public async Task A_part_in_one_world_is_a_part_of_the_whole_and_opens_that_world_alone()
    {
        Experiment part = Experiment.FromText(Both).Only("backend=sim", "variant=baseline");

        ExperimentResult result = await part.RunAsync(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal("sim,docker", result.Results.Backend);
        Assert.All(result.Results.Cells, cell => Assert.Equal("sim", cell.Backend));
        Assert.Null(result.Results.Environment.Docker);
    }

    [Theory]
    [InlineData("sim")]
    [InlineData("docker")]
    public async Task A_caller_who_names_a_world_too_is_refused_with_the_place(string chosen)
    {
        ExperimentOptions options = new() { World = WorldCatalog.Find(chosen) };

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => Experiment.FromText(Both).RunAsync(options, TestContext.Current.CancellationToken));

        Assert.StartsWith(
            $"scenario:13:13: `backend: docker` and --backend {chosen} both say where to run; leave --backend out", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_target_cannot_do_is_refused_for_the_cells_in_that_world_with_the_remedy()
    {
        TargetCatalog targets = TargetCatalog.BuiltIn.With(new DatapathTarget("mine", options => new ForgetfulNat(options)));
        string text = Both.Replace("  mapSize:", "  nat.target: [csharp, mine]\n  mapSize:", StringComparison.Ordinal);

        RefusedException refused = Assert.Throws<RefusedException>(() => Check(text));
        Assert.Contains(
            "scenario:14:24: `nat.target: mine` does not run with `backend: docker`; leave such cells out with `exclude` in the matrix",
            refused.Message, StringComparison.Ordinal);
        Check(text + "\n  exclude: [{ backend: docker, nat.target: mine }]");

        void Check(string scenario) =>
            Requirements.Check(Experiment.FromText(scenario, targets: targets).Plan, chosen: null, MapEngineKind.Own, targets);
    }

    private static async Task<RunContents> RunAsync(Experiment experiment, List<string> log)
    {
        await using OpenWorlds worlds = new(new CellWorlds(chosen: null));
        worlds.Add(WorldCatalog.Find("sim"), new LoggedWorld("sim", isReal: false, log));
        worlds.Add(WorldCatalog.Find("docker"), new LoggedWorld("docker", isReal: true, log));
        return await new MatrixRun(experiment, new ExperimentOptions { Jobs = 2 }, worlds, null, "again").ExecuteAsync(
            TestContext.Current.CancellationToken);
    }

    private sealed class LoggedWorld(string name, bool isReal, List<string> log) : IWorld
    {
        private readonly SimulatedWorld world = new();

        public string Name => name;

        public string? EngineVersion => isReal ? "0" : null;

        public string MapEngine => world.MapEngine;

        public bool IsReal => isReal;

        public Task<IWorldRun> BuildAsync(RunPlan plan, ITarget target, CancellationToken cancellation)
        {
            lock (log) log.Add(name);
            return world.BuildAsync(plan, target, cancellation);
        }

        public ValueTask DisposeAsync() => world.DisposeAsync();
    }
}
