using System.Text.Json;
using Chaos.Experiments.InCode;
using Chaos.Runs;
using Chaos.Survival;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

/// <summary>Experiments as a program of somebody's own runs them.</summary>
public sealed class LibraryTests : IDisposable
{
    private const string Matrix = """
        version: 1
        name: library
        duration: 2s
        repetitions: 1
        flows:
          - { name: feeds, protocol: udp, count: 4, openOver: 500ms, serverEvery: 200ms, patience: 1s }
        matrix:
          mapSize: [512, 1024]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { mapSize: 512 }, survival: ">= 0%" }
          - { same: baseline, as: cilium-1.18, within: 100pp }
        """;

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task A_datapath_of_somebodys_own_loses_flows_that_plain_routing_keeps()
    {
        const string text = """
            version: 1
            name: own
            duration: 5s
            warmUp: none
            repetitions: 1
            flows:
              - { name: feeds, protocol: udp, count: 50, openOver: 500ms, serverEvery: 200ms, patience: 1s }
            pressure:
              - { name: dns, protocol: udp, rate: 500/s }
            nat: { target: mine }
            """;
        TargetCatalog targets = TargetCatalog.BuiltIn.With(new DatapathTarget("mine", options => new ForgetfulNat(options)));

        ExperimentResult mine = await Experiment.FromText(text, targets: targets).RunAsync(
            cancellation: TestContext.Current.CancellationToken);
        ExperimentResult control = await Experiment.FromText(text, ["nat.target=none"], targets).RunAsync(
            cancellation: TestContext.Current.CancellationToken);

        Assert.InRange(mine.Results.Cells[0].Flows.Died, 10, 49);
        Assert.Equal(("mine", 50), (mine.Results.Cells[0].Target, mine.Flows.Count));
        Assert.Equal((50, 50), (control.Results.Cells[0].Flows.Survived, control.Results.Cells[0].Flows.Total));
        Assert.Null(mine.Folder);
    }

    [Fact]
    public void A_scenario_written_in_code_loads_to_the_plan_of_the_same_text()
    {
        ScenarioBuilder built = new ScenarioBuilder("built", "5s")
            .Set("clients", "2")
            .Set("nat.map.size", "4096")
            .Set("nat.conntrack", "on")
            .Flows("feeds", ("protocol", "udp"), ("count", "20"), ("serverEvery", "200ms"))
            .Flows("senders", ("profile", "voip"), ("count", "3"))
            .Pressure("dns", ("protocol", "udp"), ("rate", "500/s"))
            .Matrix("mapSize", "512", "8192")
            .Matrix("variant", "baseline", "cilium-1.18");

        Assert.Equal(
            Show(Experiment.FromText(
                """
                version: 1
                name: built
                duration: 5s
                clients: 2
                nat: { map: { size: 4096 }, conntrack: on }
                flows:
                  - { name: feeds, protocol: udp, count: 20, serverEvery: 200ms }
                  - { name: senders, profile: voip, count: 3 }
                pressure:
                  - { name: dns, protocol: udp, rate: 500/s }
                matrix: { mapSize: [512, 8192], variant: [baseline, cilium-1.18] }
                """)),
            Show(Experiment.FromText(built.ToYaml())));
    }

    [Fact]
    public void A_mistake_in_a_text_is_told_with_its_place()
    {
        BadScenarioException bad = Assert.Throws<BadScenarioException>(
            () => Experiment.FromText(Matrix.Replace("duration", "durations", StringComparison.Ordinal)));

        Assert.Contains("scenario:3:1: unknown key `durations`; did you mean `duration`?", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chosen_cells_run_and_an_expectation_about_other_cells_too_is_not_judged()
    {
        ExperimentResult result = await Experiment.FromText(Matrix).Only("mapSize=1024").RunAsync(
            cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["mapSize=1024,variant=baseline", "mapSize=1024,variant=cilium-1.18"], result.Results.Cells.Select(cell => cell.Id));
        Assert.Equal(
            [
                "not judged here: its cells are not in this part",
                "not judged here: 1 of its 2 cells are in this part, 0.0 pp",
            ],
            result.Results.Expectations.Select(expectation => expectation.Observed.Split(" (")[0]));
        Assert.Equal(Verdict.Unknown, result.Verdict);
        Assert.Contains("no axis 'size'", Assert.Throws<RefusedException>(
            () => Experiment.FromText(Matrix).Only("size=1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_share_the_cells()
    {
        Experiment whole = Experiment.FromText(Matrix);

        string[][] shards = [
            .. new[] { "1/3", "2/3", "3/3" }.Select(shard => whole.OnlyShard(shard).Plan.Cells.Select(cell => cell.Id).ToArray())];

        // The larger map takes longer to warm up.
        Assert.Equal([1, 2, 1], shards.Select(shard => shard.Length));
        Assert.Equal(whole.Plan.Cells.Select(cell => cell.Id).Order(), shards.SelectMany(shard => shard).Order());
        Assert.Equal(whole.Plan, whole.OnlyShard(null).Plan);
        Assert.Throws<RefusedException>(() => whole.OnlyShard("4/3"));
        Assert.Throws<RefusedException>(() => whole.OnlyShard("5/5"));
    }

    [Fact]
    public async Task A_run_that_broke_off_is_finished_in_its_folder()
    {
        Experiment experiment = Experiment.FromText(Matrix);
        using CancellationTokenSource interruption = new();
        Counter first = new(interruption), second = new(null);
        ExperimentOptions options = new() { Folder = Path.Combine(scratch.FullName, "run"), Jobs = 1 };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => experiment.RunAsync(options with { Progress = first }, interruption.Token));
        await Assert.ThrowsAsync<RunFolderException>(() => experiment.RunAsync(options, TestContext.Current.CancellationToken));
        ExperimentResult finished = await experiment.RunAsync(
            options with { Resume = true, Progress = second }, TestContext.Current.CancellationToken);

        Assert.Equal((1, 4, 4), (first.Done, second.Done, finished.Results.Cells.Count));
        Assert.Empty(finished.Results.Invalid);
        Assert.Equal(4, finished.Folder!.Read().Results.Cells.Count);
    }

    public void Dispose() => scratch.Delete(recursive: true);

    private static string Show(Experiment experiment) =>
        experiment.Plan.ResolvedYaml + JsonSerializer.Serialize(experiment.Plan.Cells.Select(cell => (object)cell.Scenario));

    /// <summary>Counts the cells that are done, and breaks off after the first one if it can.</summary>
    private sealed class Counter(CancellationTokenSource? interruption) : Running.IRunProgress
    {
        public int Done { get; private set; }

        public void CellDone(CellResult cell, int done, int total)
        {
            Done++;
            interruption?.Cancel();
        }
    }
}
