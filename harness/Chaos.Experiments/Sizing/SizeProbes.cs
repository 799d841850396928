using System.Collections.Concurrent;
using Chaos.Experiments.Running;
using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using Chaos.Survival.Repeating;
using Chaos.Targets;

namespace Chaos.Experiments.Sizing;

/// <summary>Cells that a search has tried, and their repetitions; several searches share the processors.</summary>
/// <param name="scenario">Gives a cell for each value.</param>
/// <param name="runner">Runs one repetition; it keeps no flows.</param>
/// <param name="bounded">The same, and it breaks off what cannot meet the target any more.</param>
/// <param name="keeper">Keeps the flows.</param>
/// <param name="jobs">Repetitions at a time, at least 1.</param>
/// <param name="cancellation">Stops them.</param>
internal sealed class SizeProbes(
    SizedScenario scenario, CellRunner runner, CellRunner bounded, CellRunner keeper, int jobs, CancellationToken cancellation)
    : IDisposable
{
    private readonly SemaphoreSlim free = new(jobs);
    private readonly ConcurrentDictionary<string, Lazy<Experiment>> experiments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(int Arm, string Value), Probe> probes = new();

    /// <summary>All that were tried.</summary>
    public IEnumerable<Probe> All => probes.Values;

    /// <summary>Those of an arm.</summary>
    public IEnumerable<Probe> Of(int arm) => probes.Where(probe => probe.Key.Arm == arm).Select(probe => probe.Value);

    /// <summary>The cell of an arm at a value of the axis.</summary>
    /// <exception cref="BadScenarioException">The axis cannot have the value.</exception>
    public Probe At(int arm, string value)
    {
        Experiment experiment = experiments.GetOrAdd(value, text => new Lazy<Experiment>(() => scenario.With([text]))).Value;
        Cell cell = experiment.Plan.Cells[arm];
        return probes.GetOrAdd((arm, value), _ => new Probe(value, cell, experiment.Targets[cell.Scenario.Target]));
    }

    /// <summary>Whether a repetition alone meets the target; one that does not is broken off where it can be.</summary>
    /// <param name="probe">With all repetitions before it.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="judge">Of the target.</param>
    public async Task<bool> MeetsAsync(Probe probe, int repetition, SizingJudge judge)
    {
        if (probe.MissedBy == repetition) return false;
        try
        {
            if (probe.Repetitions.Count < repetition) probe.Repetitions.Add(await RunAsync(bounded, probe, repetition));
            return judge.Holds(probe.Join(repetition).Result);
        }
        catch (TargetMissedException)
        {
            probe.MissedBy = repetition;
            return false;
        }
    }

    /// <summary>Runs what is missing of so many repetitions.</summary>
    public async Task RepeatAsync(Probe probe, int count)
    {
        IEnumerable<int> missing = Enumerable.Range(probe.Repetitions.Count + 1, Math.Max(0, count - probe.Repetitions.Count));
        probe.Repetitions.AddRange(await Task.WhenAll(missing.Select(repetition => RunAsync(runner, probe, repetition))));
    }

    /// <summary>Runs the first repetition again with its flows kept, for curves.</summary>
    public async Task KeepFlowsAsync(Probe probe) => probe.Repetitions[0] = await RunAsync(keeper, probe, 1);

    public void Dispose() => free.Dispose();

    private async Task<RepetitionRun> RunAsync(CellRunner how, Probe probe, int repetition)
    {
        await free.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => how.RunAsync(probe.Cell, probe.Target, repetition, cancellation), cancellation);
        }
        finally
        {
            free.Release();
        }
    }
}

/// <summary>A cell that was tried.</summary>
/// <param name="value">On the axis that is searched.</param>
/// <param name="cell">Of the scenario.</param>
/// <param name="target">What is between the hosts.</param>
internal sealed class Probe(string value, Cell cell, ITarget target)
{
    public string Value => value;

    public Cell Cell => cell;

    public ITarget Target => target;

    /// <summary>In order, from the first; those that went to their end.</summary>
    public List<RepetitionRun> Repetitions { get; } = [];

    /// <summary>The repetition that was broken off, since it missed the target; 0: none.</summary>
    public int MissedBy { get; set; }

    /// <summary>As it was decided; unknown before, and where that is out of reach.</summary>
    public Verdict Verdict { get; set; } = Verdict.Unknown;

    /// <summary>Repetitions that its first look made likely; null: so many that they are not spent, or there was no look.</summary>
    public int? Predicted { get; set; }

    /// <summary>Why it has no more repetitions.</summary>
    public string Stopped { get; set; } = CellStops.Probe;

    public CellRun Join() => CellRunner.Join(cell, target, Repetitions, Looks.LevelOf(Repetitions.Count));

    /// <summary>One repetition alone.</summary>
    public CellRun Join(int repetition) => CellRunner.Join(cell, target, [Repetitions[repetition - 1]], Interval.UsualLevel);
}
