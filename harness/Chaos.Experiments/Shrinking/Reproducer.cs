using System.Globalization;
using System.Text;
using Chaos.Containers;
using Chaos.Experiments.Explaining;
using Chaos.Experiments.Planning;
using Chaos.Experiments.Tails;
using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Nat.Snat;
using Chaos.Replay.Recordings;
using Chaos.Replay.Witnessing;
using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Shrinking;

/// <summary>A death in the first repetition of a small cell, as story, as operations of the map, and as packets.</summary>
/// <param name="experiment">Its scenario.</param>
/// <param name="cell">The cell.</param>
/// <param name="row">The flow.</param>
/// <param name="tail">How deaths of the tail are judged.</param>
internal sealed class Reproducer(Experiment experiment, Cell cell, FlowRecord row, TailRule tail)
{
    private readonly RunPlan plan = RepetitionPlanner.Plan(cell, 1).Run;
    private readonly Lazy<Resimulation> again = new(
        () => Resimulation.Of(cell, 1, new HashSet<string> { row.Flow }, tail, MapEngineKind.Own, CancellationToken.None));

    public FlowStory Story => again.Value.StoryOf(row.Flow)!;

    /// <summary>The story in Markdown, with a diagram.</summary>
    public string Markdown()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {row.Flow} {Story.Fate}\n\n");
        foreach (string sentence in Story.Why) text.Append(sentence).Append('\n');
        return text.Append("\n```mermaid\n").Append(StoryDiagram.Of(Story)).Append("```\n").ToString();
    }

    /// <summary>The operations of the map until a packet misses the entry that was evicted; null where the table was replaced.</summary>
    public string? MapTrace()
    {
        MapTraceWitness witness = new();
        long zero = Simulator.Run(plan, new WitnessedTarget(witness)).Zero;
        if (!witness.IsOfOneMap) return null;
        FlowStory story = Story;
        StoryTeller teller = new(row, story.Steps);
        int end = teller.End(), met = teller.LastMet(end);
        long at = zero + (met >= 0 ? story.Steps[met].TimeNs : row.DetectedAtNs ?? 0);
        NatKey? missed = met >= 0 ? witness.MissedBy(again.Value.ConnectionOf(row.Flow), at) : null;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {row.Flow} {story.Fate}\n");
        foreach (string sentence in story.Why) text.Append("# ").Append(sentence).Append('\n');
        if (missed is { } key)
            text.Append(CultureInfo.InvariantCulture, $"# The last line misses key {witness.NumberOf(key)}, so it must not be among the "
                + $"survivors.\n");
        text.Append(
            CultureInfo.InvariantCulture, $"# {CommandName.Text} map replay THIS {TraceOptions(witness.Capacity)} --keys --kernel\n");
        foreach (string line in witness.LinesUntil(missed, at)) text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>Options of `map replay` for the map of the cell.</summary>
    public string TraceOptions(int capacity)
    {
        MapOptions map = cell.Scenario.Nat.Map;
        return string.Create(CultureInfo.InvariantCulture, $"--max-entries {capacity} --possible-cpus {map.PossibleCpus}")
            + (map.Lru == LruFlavour.PerCpu ? " --lru percpu" : "") + (map.Batch == BatchRule.Fixed128 ? " --batch fixed-128" : "");
    }

    /// <summary>Records the packets of the repetition.</summary>
    /// <param name="path">A new file.</param>
    /// <returns>Why it cannot be recorded; null: it was.</returns>
    public string? Record(string path)
    {
        if (cell.Scenario.Nat.Conntrack is not null) return "conntrack acts on the clock, which a recording does not have";
        using RecordingWriter writer = new(path);
        RecordingTarget target = new(writer, $"{experiment.Plan.Scenario.Name}: {row.Flow} {Story.Fate}");
        try
        {
            Requirements.Check(
                experiment.Plan.PartOf([cell]), chosen: null, MapEngineKind.Own, TargetCatalog.BuiltIn.Replacing(target));
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }

        Simulator.Run(plan, target);
        target.Finish();
        writer.Complete();
        return null;
    }
}
