using System.Collections.Concurrent;
using Chaos.Experiments;
using Chaos.Experiments.Claims;

namespace Chaos.Xunit;

/// <summary>A scenario in this test program: its claims, and the one run that answers all of them.</summary>
internal sealed class ScenarioRun
{
    private static readonly ConcurrentDictionary<string, Lazy<ScenarioRun>> All = new(StringComparer.Ordinal);

    private readonly ScenarioSource source;
    private readonly Experiment experiment;
    private readonly Lock starting = new();
    private Task<FinishedRun>? run;

    private ScenarioRun(ScenarioSource source)
    {
        this.source = source;
        experiment = source.Load();
        Claims = [.. Claim.Of(experiment.Plan).Select((claim, number) => new ScenarioClaim(source, number, claim))];
        if (Claims.Count == 0) Claims = [new ScenarioClaim(source, number: 0, claim: null)];
    }

    /// <summary>One for each test; a scenario that expects nothing has one, which says that it ran.</summary>
    public IReadOnlyList<ScenarioClaim> Claims { get; }

    public string Name => experiment.Plan.Scenario.Name;

    public static ScenarioRun Of(ScenarioSource source) =>
        All.GetOrAdd(source.Key, _ => new Lazy<ScenarioRun>(() => new ScenarioRun(source))).Value;

    /// <summary>The command that runs the cells of a claim again.</summary>
    public string ReplayOf(Claim claim)
    {
        IEnumerable<string> only = claim.Cells.SelectMany(cell => cell.Axes).Select(axis => $"{axis.Key}={axis.Value}").Distinct();
        return source.Replay(experiment.Plan.Scenario.Seed, only, claim.Text);
    }

    /// <summary>Starts the run for the first who asks; its cancellation stops it, since the others wait for the same run.</summary>
    /// <param name="isFirst">True for the one whose call started it.</param>
    /// <param name="cancellation">Of the test that asks.</param>
    public Task<FinishedRun> RunAsync(out bool isFirst, CancellationToken cancellation)
    {
        lock (starting)
        {
            isFirst = run is null;
            return run ??= Task.Run(() => ExecuteAsync(cancellation), CancellationToken.None);
        }
    }

    private async Task<FinishedRun> ExecuteAsync(CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-xunit-");
        try
        {
            ExperimentResult result = await experiment.RunAsync(
                new ExperimentOptions
                {
                    World = source.World,
                    Folder = Path.Combine(folder.FullName, "run"),
                    Replay = source.Replay(experiment.Plan.Scenario.Seed, source.Only, Name),
                },
                cancellation);
            return FinishedRun.Of(result);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
