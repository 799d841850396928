using Chaos.Experiments.Sizing;
using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Tests;

/// <summary>How large must it be: an answer that is certified, and a neighbour that is not.</summary>
public sealed class SizingTests : IDisposable
{
    private const string Text = """
        version: 1
        name: small
        clients: 2
        servers: 2
        duration: 5s
        nat: { map: { size: 4096 } }
        flows:
          - { name: feeds, protocol: udp, count: 300, openOver: 500ms, clientEvery: 1s, serverEvery: 500ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 500/s }
        matrix:
          variant: [baseline]
        """;

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    [Fact]
    public async Task The_smallest_map_is_certified_and_the_next_step_is_not()
    {
        ExperimentResult result = await SizeAsync("map", "mapSize");

        SizingResult sizing = result.Results.Sizing!;
        SizingAnswer answer = Assert.Single(sizing.Answers);
        Assert.Equal(("mapSize", true, "baseline", 1600L), (sizing.Axis, sizing.MoreIsBetter, answer.Variant, answer.Law!.Value));
        Assert.InRange(answer.Value!.Value, answer.Law.Value / 3, answer.Law.Value * 2);
        Assert.True(answer.Survival is { Lower: >= 0.95 }, answer.ToString());
        Assert.Equal(SizeGrid.ValueAt(SizeGrid.IndexOf(answer.Value.Value) - 1), answer.Next!.Value);
        Assert.NotEqual("pass", answer.Next.Verdict);
        Assert.Equal(answer.Value, answer.Cilium!.BpfNatGlobalMax);
        Assert.Equal(4096, answer.Rival!.Present);
        // The pressure is rounded to millionths.
        Assert.InRange(answer.Rival.Value - (4096 * answer.Rival.Pressure / 0.5), -0.01, 1.01);
        Assert.InRange(answer.Rival.Pressure, 0.95, 1);
        Assert.Equal(1.0, answer.Resize!.Seconds!.Value);
        Assert.Equal(Verdict.Pass, result.Verdict);
        // The folder is a run like any other: it can be read, and its page has the answer.
        RunContents read = result.Folder!.Read();
        Assert.Equal(sizing.Answers[0].Value, read.Results.Sizing!.Answers[0].Value);
        Assert.Contains("How large must it be?", await File.ReadAllTextAsync(
            result.Folder.ReportPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_the_same_whatever_runs_at_a_time()
    {
        ExperimentResult one = await SizeAsync("one", "mapSize", jobs: 1), two = await SizeAsync("two", "mapSize", jobs: 2);

        Assert.Equal(one.Results.Sizing!.Answers[0].Value, two.Results.Sizing!.Answers[0].Value);
        Assert.Equal(one.Results.Sizing.Answers[0].Survival, two.Results.Sizing.Answers[0].Survival);
    }

    [Fact]
    public async Task Steps_say_what_was_predicted_and_what_was_spent()
    {
        ExperimentResult result = await SizeAsync("steps", "mapSize");

        SizingAnswer answer = Assert.Single(result.Results.Sizing!.Answers);
        IReadOnlyList<SizingStep> steps = answer.Steps!;
        Assert.Equal("pass", steps.Single(step => step.Value == answer.Value).Verdict);
        SizingStep next = steps.Single(step => step.Value == answer.Next!.Value);
        Assert.Equal((answer.Next!.Verdict, answer.Next.Survival!.Repetitions), (next.Verdict, next.Repetitions));
        SizingStep[] looked = [.. steps.Where(step => step.Verdict is not null)];
        Assert.All(looked, step => Assert.True(step.Repetitions <= 20 && Looks.Counts.Contains(step.Repetitions), step.ToString()));
        // Without a verdict a step has what the rough search and the rule of thumb take.
        Assert.All(steps.Except(looked), step => Assert.InRange(step.Repetitions, 0, Looks.Counts[0]));
        // Steps without a whole repetition are no cells of the run.
        Assert.Equal(steps.Count(step => step.Repetitions > 0), result.Results.Cells.Count);
    }

    [Fact]
    public async Task What_is_broken_off_would_have_missed_the_target()
    {
        ExperimentResult result = await SizeAsync("broken", "mapSize");

        SizingStep[] broken = [.. result.Results.Sizing!.Answers[0].Steps!.Where(step => step.BrokenOff)];
        Assert.NotEmpty(broken);
        ExperimentResult whole = await Experiment.FromText(
            Text + $"\n  mapSize: [{string.Join(", ", broken.Select(step => step.Value))}]").RunAsync(
            new ExperimentOptions(), TestContext.Current.CancellationToken);
        Assert.All(whole.Results.Cells, cell => Assert.Contains(cell.Survival.ByRepetition!, share => share < 0.95));
    }

    [Fact]
    public async Task The_highest_churn_is_found_on_its_own_axis()
    {
        ExperimentResult result = await SizeAsync("churn", "pressure.dns.rate", "nat.map.size=2048");

        SizingAnswer answer = Assert.Single(result.Results.Sizing!.Answers);
        Assert.EndsWith("/s", answer.Text, StringComparison.Ordinal);
        Assert.False(result.Results.Sizing.MoreIsBetter);
        Assert.True(answer.Next!.Value > answer.Value);
        Assert.Null(answer.MemoryBytes);
    }

    [Fact]
    public async Task An_axis_without_an_order_is_refused() => Assert.Contains(
        "has no order", (await Assert.ThrowsAsync<RefusedException>(() => SizeAsync("refused", "topology"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Steps_of_the_grid_are_near_each_other_and_found_again()
    {
        for (int index = 1; index < 250; index++)
        {
            long value = SizeGrid.ValueAt(index), next = SizeGrid.ValueAt(index + 1);

            Assert.Equal(index, SizeGrid.IndexOf(value));
            Assert.Equal(index + 1, SizeGrid.IndexOf(value + 1));
            Assert.True(next > value && (value < 8 || next <= value * 9 / 8), $"{value} {next}");
        }
    }

    [Fact]
    public void Memory_of_the_map_is_what_the_kernel_says()
    {
        // memlock of /proc/self/fdinfo for LRU hash maps with keys of 14 and values of 40 bytes, Linux 6.18.
        Assert.Equal(121_280, KernelMapMemory.BytesFor(1000));
        Assert.Equal(7_865_216, KernelMapMemory.BytesFor(65_536));
        Assert.Equal(12_498_048, KernelMapMemory.BytesFor(100_000));
        Assert.Equal(62_915_456, KernelMapMemory.BytesFor(524_288));
    }

    public void Dispose() => scratch.Delete(recursive: true);

    private Task<ExperimentResult> SizeAsync(string name, string axis, string? set = null, int jobs = 2) => SizingRun.RunAsync(
        Experiment.FromText(Text, set is null ? [] : [set]),
        new SizingRequest(new SizingTarget(new Bound(BoundKind.AtLeast, 0.95), ">= 95%"), null, null, axis, []),
        new ExperimentOptions { Folder = Path.Combine(scratch.FullName, name), Jobs = jobs },
        TestContext.Current.CancellationToken);
}
