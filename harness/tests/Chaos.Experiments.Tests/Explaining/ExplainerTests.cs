using Chaos.Experiments.Explaining;
using Chaos.Runs;
using Chaos.Targets;

namespace Chaos.Experiments.Tests.Explaining;

/// <summary>A flow of a run folder, explained.</summary>
public sealed class ExplainerTests : IDisposable
{
    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task A_death_names_who_evicted_what_who_met_it_and_who_noticed()
    {
        (string folder, FlowRecord dead) = await RunAsync("feeds", "mapSize=512,variant=baseline");

        Explanation told = Explain(folder, dead);
        string text = StoryText.Of(told);

        Assert.Empty(told.Notes);
        FlowRecord row = told.Story!.Row;
        Assert.Equal(
            (dead.Cell, dead.Repetition, dead.Flow, dead.State, dead.Cause, dead.Mechanism),
            (row.Cell, row.Repetition, row.Flow, row.State, row.Cause, row.Mechanism));
        // The run folder has microseconds.
        Assert.InRange(dead.BrokenAtNs!.Value - row.BrokenAtNs!.Value, -500, 500);
        Assert.Matches($@"^{dead.Flow} in cell {dead.Cell}, repetition {dead.Repetition}: dies at [0-9.]+ s by portChanged", text);
        Assert.Matches(@"Its original entry was evicted at [-0-9.]+ s for the (original|reverse) entry of .+: unmarked, it stood at the "
            + @"tail", text);
        Assert.Matches(@"The next packet from the client \(udp [0-9]+ B, at [-0-9.]+ s\) found no original entry: a new mapping was made",
            text);
        Assert.Contains("The server noticed at", text, StringComparison.Ordinal);
        Assert.StartsWith("sequenceDiagram\n", StoryDiagram.Of(told.Story), StringComparison.Ordinal);
        Assert.Contains("O->>N: ", StoryDiagram.Of(told.Story), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_flow_and_seed_lives_under_another_variant()
    {
        (string folder, FlowRecord dead) = await RunAsync("feeds", "mapSize=512,variant=baseline");

        Explanation told = Explain(folder, dead, "variant=cilium-1.18");

        Assert.Equal(FlowState.Survived, told.Instead!.Row.State);
        Assert.Equal("mapSize=512,variant=cilium-1.18", told.Instead.Row.Cell);
        Assert.Equal(told.Story!.Connection, told.Instead.Connection);
        Assert.Contains("with variant=cilium-1.18, same seed: lives", StoryText.Of(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_no_axis_can_be_tried_instead_too()
    {
        (string folder, FlowRecord dead) = await RunAsync("feeds", "mapSize=512,variant=baseline");

        Explanation told = Explain(folder, dead, "pressure.dns.rate=1/s");

        Assert.Equal(FlowState.Survived, told.Instead!.Row.State);
    }

    [Fact]
    public async Task Of_a_run_in_containers_only_its_own_events_speak()
    {
        (string folder, FlowRecord dead) = await RunAsync("feeds", "mapSize=512,variant=baseline");
        MarkAsContainers(folder);

        Explanation told = Explain(folder, dead);
        string text = StoryText.Of(told);

        Assert.Null(told.Story);
        Assert.Contains("a simulation of its seed is not that run", text, StringComparison.Ordinal);
        Assert.Matches(@"original entry lost \(shrink\) for .+; the next packet met: newPort", text);
        Assert.Throws<RefusedException>(() => Explain(folder, dead, "variant=cilium-1.18"));
    }

    [Theory]
    [InlineData("nobody-1", null, null, "the run has no such flow; its groups are senders-0 to senders-19, feeds-0 to feeds-19")]
    [InlineData("feeds-1", 9, null, "no such cell and repetition")]
    [InlineData("feeds-1", null, "variant", "write path=value")]
    [InlineData("feeds-1", null, "variant=cilium-9.9", "--instead variant=cilium-9.9: ")]
    [InlineData("feeds-1", null, "flows.feeds.count=1", "under it there is no flow feeds-1")]
    public async Task What_is_not_there_is_refused_with_what_there_is(string flow, int? repetition, string? instead, string reason)
    {
        (string folder, _) = await RunAsync("feeds", "mapSize=512,variant=baseline");

        RefusedException refused = Assert.Throws<RefusedException>(() => Explainer.Explain(
            RecordedRun.Read(folder), new ExplainRequest(flow, [], repetition, instead), TestContext.Current.CancellationToken));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => scratch.Delete(recursive: true);

    private static Explanation Explain(string folder, FlowRecord flow, string? instead = null) => Explainer.Explain(
        RecordedRun.Read(folder),
        new ExplainRequest(flow.Flow, [.. flow.Cell.Split(',')], flow.Repetition, instead), TestContext.Current.CancellationToken);

    private static void MarkAsContainers(string path)
    {
        using RunFolder folder = RunFolder.Resume(path);
        RunContents contents = folder.Read();
        folder.WriteResults(contents.Results with
        {
            Backend = "docker",
            Cells = [.. contents.Results.Cells.Select(cell => cell with { Backend = "docker" })],
        });
    }

    private async Task<(string Folder, FlowRecord Dead)> RunAsync(string group, string cell)
    {
        string folder = Path.Combine(scratch.FullName, "run");
        Experiment experiment = new(TestScenarios.Load("", "repetitions=1", "duration=4s"), TargetCatalog.BuiltIn);
        ExperimentResult result = await experiment.RunAsync(
            new ExperimentOptions { Folder = folder }, TestContext.Current.CancellationToken);
        return (folder, result.Flows.First(flow => flow.State == FlowState.Died && flow.Group == group && flow.Cell == cell));
    }
}
