using Chaos.Cli.Output;
using Chaos.Experiments;
using Chaos.Experiments.Running;
using Chaos.Runs;
using Spectre.Console.Testing;

namespace Chaos.Cli.Tests;

/// <summary>The table of cells and the live block, without a terminal.</summary>
public sealed class CellTableTests : IAsyncLifetime
{
    private const string Matrix = """
        version: 1
        name: table
        duration: 1s
        warmUp: none
        flows:
          - { name: feeds, protocol: udp, count: 4, openOver: 200ms, serverEvery: 200ms, patience: 1s }
          - { name: calls, protocol: udp, count: 2, openOver: 200ms, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 100/s }
        matrix:
          mapSize: [64, 4096]
          variant: [baseline, cilium-1.18]
        """;

    private RunResults results = null!;

    public async ValueTask InitializeAsync() =>
        results = (await Experiment.FromText(Matrix).RunAsync(cancellation: TestContext.Current.CancellationToken)).Results;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Axes_are_columns_and_no_line_ends_in_spaces()
    {
        IReadOnlyList<string> lines = CellTable.Lines(results, width: null);

        Assert.Matches("^mapSize +variant +flows +alive at the end +feeds +calls ", lines[0]);
        Assert.Equal(2 + 4, lines.Count);
        Assert.Matches("^64 +baseline +18 ", lines[2]);
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void A_narrow_terminal_loses_columns_and_is_told_which_but_never_axes_or_survival(int width)
    {
        IReadOnlyList<string> lines = CellTable.Lines(results, width), all = CellTable.Lines(results, width: null);

        string[] left = [.. lines.Where(line => line.StartsWith("not shown, the terminal is too narrow: ", StringComparison.Ordinal))];
        Assert.Equal(lines[0] == all[0] ? 0 : 1, left.Length);
        Assert.StartsWith("mapSize", lines[0], StringComparison.Ordinal);
        Assert.Contains("alive at the end", lines[0], StringComparison.Ordinal);
        if (lines[0].Contains("evictions", StringComparison.Ordinal)) Assert.True(lines[0].Length <= width);
    }

    [Fact]
    public void Control_characters_of_names_do_not_reach_the_terminal()
    {
        CellResult hostile = results.Cells[0] with { Axes = [new("variant", "base\u001b[31m\nline")] };

        IReadOnlyList<string> lines = CellTable.Lines(results with { Cells = [hostile] }, width: null);

        Assert.Equal(3, lines.Count);
        Assert.Contains("base?[31m?line", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_live_block_shows_what_runs_and_what_the_done_cells_came_to()
    {
        LiveBlock block = new(TimeProvider.System);
        block.CellGoesOn("mapSize=64,variant=baseline", 2, 3, new RunMoment(5, 10, 1000, 5) { Alive = 0.5, Fill = 0.75 });
        block.CellDone(results.Cells[1], 1, 4);

        TestConsole console = new();
        console.Profile.Width = 200;
        console.Write(block.Render());

        Assert.Contains("1 of 4 cells", console.Output, StringComparison.Ordinal);
        Assert.Matches("mapSize=64,variant=baseline: run 2 of 3, 5 of 10 s, 50(.0)? % alive, table 75(.0)? % full", console.Output);
        Assert.Contains("cilium-1.18: 1 done, worst group ", console.Output, StringComparison.Ordinal);
    }
}
