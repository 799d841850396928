using Chaos.Scenarios;
using Chaos.Targets;
using YamlDotNet.RepresentationModel;

namespace Chaos.Experiments.Shrinking;

/// <summary>
/// Delta debugging over a scenario: whatever can go or become smaller while the goal still shows, goes. Items first, then everything that
/// makes and bears pressure in proportion, then number by number, at last the words that say nothing.
/// </summary>
/// <remarks>Deterministic: the same scenario and goal try the same candidates in the same order. Only a spent budget or an interruption
/// ends it earlier, and then the best so far stands.</remarks>
internal sealed class Shrinker
{
    /// <summary>Above this, a number is halved into until it is right to a sixteenth.</summary>
    private const long ExactBelow = 64;

    /// <summary>What names the run, and what the goal is about, is no ballast.</summary>
    private static readonly HashSet<string> Kept = ["version", "name", "question", "seed", "duration", "repetitions", "flows", "matrix",
        "expect"];

    private const int MostSeeds = 16;

    private readonly IShrinkGoal goal;
    private readonly TimeProvider time;
    private readonly TimeSpan budget;
    private readonly long started;
    private readonly HashSet<string> seen = [];
    private readonly CancellationToken cancellation;

    public Shrinker(IShrinkGoal goal, TimeSpan budget, TimeProvider time, CancellationToken cancellation)
    {
        (this.goal, this.budget, this.time, this.cancellation) = (goal, budget, time, cancellation);
        started = time.GetTimestamp();
    }

    /// <summary>The smallest scenario so far; null before <see cref="TryBegin"/>.</summary>
    public Candidate? Best { get; private set; }

    public int Tried { get; private set; }

    public ShrinkEnd End { get; private set; }

    private bool IsOver => End != ShrinkEnd.Smallest;

    /// <summary>Takes the scenario that all begins with; false where it does not show the goal.</summary>
    public bool TryBegin(string yaml) => Accepts(ScenarioTree.Parse(yaml), Anything);

    /// <summary>Makes it as small as it gets, in the time that there is.</summary>
    public void Shrink()
    {
        Candidate before;
        do
        {
            do
            {
                before = Best!;
                // Flows first: with all the time of the run, one is most likely to be enough.
                TurnDials(IsCount);
                CutTime();
                ScaleTogether();
                DropItems();
                DropAxisValues();
                TurnDials(static _ => true);
                TrySeeds();
            }
            while (Best != before && !IsOver);
            DropWords(Best!.Tree.Root, "");
        }
        while (Best != before && !IsOver);
    }

    /// <summary>What comes after the death shows nothing.</summary>
    private void CutTime()
    {
        if (Best!.Size.NoticedAtNs is not { } noticed || noticed < 0) return;
        long milliseconds = noticed / 1_000_000 + 1;
        Dial duration = Dial.Of(Best.Experiment.Plan.Scenario).First(dial => dial.Path == "duration");
        if (milliseconds < duration.Value) Turns(duration, milliseconds);
    }

    /// <summary>Other draws may kill one flow alone, or earlier; then less time is needed, and less of all.</summary>
    private void TrySeeds()
    {
        ulong seed = Best!.Experiment.Plan.Scenario.Seed;
        for (ulong other = 1; other <= MostSeeds && !IsOver; other++)
        {
            ScenarioTree tree = Best.Tree.Copy();
            tree.Set("seed", $"{unchecked(seed + other)}");
            if (Best.Size.NoticedAtNs is { } noticed && Accepts(tree, next => next.Size.NoticedAtNs < noticed / 2)) CutTime();
            Dial[] counts = [.. Free(Dial.Of(Best.Experiment.Plan.Scenario)).Where(IsCount)];
            foreach (Dial count in counts) tree.Set(count.Path, count.At(count.Least));
            if (counts.Any(count => count.Value > count.Least)) Accepts(tree, next => next.Size.Flows < Best.Size.Flows);
        }
    }

    private static bool IsCount(Dial dial) => dial.Path.EndsWith(".count", StringComparison.Ordinal);

    private void DropItems()
    {
        foreach (string list in new[] { "faults", "pressure", "flows" })
        {
            int items = (Best!.Tree.Find(list) as YamlSequenceNode)?.Children.Count ?? 0;
            for (int place = items - 1; place >= 0 && !IsOver; place--)
            {
                ScenarioTree tree = Best.Tree.Copy();
                ((YamlSequenceNode)tree.Find(list)!).Children.RemoveAt(place);
                Accepts(tree, Anything);
            }
        }
    }

    /// <summary>An axis loses its values one by one; the last one becomes a value of the scenario.</summary>
    private void DropAxisValues()
    {
        foreach ((string axis, IReadOnlyList<string> values) in Best!.Tree.Axes.ToArray())
        {
            IReadOnlyList<string> left = values;
            foreach (string value in values.Reverse())
            {
                if (left.Count == 1 || IsOver) break;
                string[] fewer = [.. left.Where(other => other != value)];
                ScenarioTree tree = Best.Tree.Copy();
                ((YamlMappingNode)tree.Find("matrix")!).Children[new YamlScalarNode(axis)] =
                    new YamlSequenceNode(fewer.Select(other => (YamlNode)ScenarioTree.Quoted(other)));
                if (Accepts(tree, Anything)) left = fewer;
            }

            if (left.Count == 1 && !IsOver) Inline(axis, left[0]);
        }
    }

    private void Inline(string axis, string value)
    {
        ScenarioTree tree = Best!.Tree.Copy();
        YamlMappingNode matrix = (YamlMappingNode)tree.Find("matrix")!;
        matrix.Children.Remove(new YamlScalarNode(axis));
        if (matrix.Children.Count == 0) tree.Remove("matrix");
        tree.Set(ScenarioTree.PathOf(axis), value);
        tree.Remove($"expect.0.where.{axis}");
        Accepts(tree, Anything);
    }

    /// <summary>Half of all that makes and bears the pressure, again and again.</summary>
    private void ScaleTogether()
    {
        while (!IsOver)
        {
            Dial[] dials = [.. Free(Dial.OfPressure(Best!.Experiment.Plan.Scenario)).Where(dial => dial.Value > dial.Least)];
            ScenarioTree tree = Best.Tree.Copy();
            foreach (Dial dial in dials) tree.Set(dial.Path, dial.At(Math.Max(dial.Least, dial.Value / 2)));
            if (dials.Length < 2 || !Accepts(tree, Anything)) return;
        }
    }

    private void TurnDials(Func<Dial, bool> isMeant)
    {
        foreach (string path in Dial.Of(Best!.Experiment.Plan.Scenario).Where(isMeant).Select(dial => dial.Path).ToArray())
            if (Free(Dial.Of(Best.Experiment.Plan.Scenario)).FirstOrDefault(dial => dial.Path == path) is { } dial)
                Turn(dial);
    }

    private void Turn(Dial dial)
    {
        if (dial.Value <= dial.Least || Turns(dial, dial.Least)) return;
        long fails = dial.Least, shows = dial.Value;
        while (shows - fails > (shows > ExactBelow ? shows / 16 : 1) && !IsOver)
        {
            long middle = fails + (shows - fails) / 2;
            if (Turns(dial, middle)) shows = middle;
            else fails = middle;
        }
    }

    private bool Turns(Dial dial, long value)
    {
        ScenarioTree tree = Best!.Tree.Copy();
        tree.Set(dial.Path, dial.At(value));
        return Accepts(tree, Anything);
    }

    /// <summary>Each key that has a default, from the inside out; what a default makes larger stays.</summary>
    private void DropWords(YamlNode node, string path)
    {
        IEnumerable<string> keys = node switch
        {
            YamlMappingNode mapping => [.. mapping.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)],
            YamlSequenceNode list => [.. Enumerable.Range(0, list.Children.Count).Select(place => $"{place}")],
            _ => [],
        };
        foreach (string key in keys)
        {
            if (IsOver) return;
            string whole = path.Length == 0 ? key : $"{path}.{key}";
            bool isBallast = !(path.Length == 0 && Kept.Contains(key)) && node is YamlMappingNode;
            if (isBallast && TryDrop(whole)) continue;
            if (key is not ("matrix" or "expect") && Best!.Tree.Find(whole) is YamlMappingNode or YamlSequenceNode)
                DropWords(Best!.Tree.Find(whole)!, whole);
        }
    }

    private bool TryDrop(string path)
    {
        ScenarioTree tree = Best!.Tree.Copy();
        Candidate now = Best;
        Dictionary<string, long> numbers = Dial.Of(now.Experiment.Plan.Scenario).ToDictionary(dial => dial.Path, dial => dial.Value);
        return tree.Remove(path) && Accepts(tree, next => next.Size.Flows <= now.Size.Flows && next.Size.Packets <= now.Size.Packets
            && Dial.Of(next.Experiment.Plan.Scenario).All(dial => numbers.TryGetValue(dial.Path, out long value) && dial.Value <= value));
    }

    /// <summary>An axis decides over its path, so turning that would change nothing.</summary>
    private IEnumerable<Dial> Free(IEnumerable<Dial> dials)
    {
        HashSet<string> axes = [.. Best!.Tree.Axes.Select(axis => ScenarioTree.PathOf(axis.Name))];
        return dials.Where(dial => !axes.Contains(dial.Path));
    }

    private static bool Anything(Candidate next) => true;

    private bool Accepts(ScenarioTree tree, Func<Candidate, bool> isBetter)
    {
        if (IsOver) return false;
        if (time.GetElapsedTime(started) >= budget)
        {
            End = ShrinkEnd.Budget;
            return false;
        }

        // A later round asks again what an earlier one has found out.
        string yaml = tree.ToYaml();
        if (!seen.Add(yaml)) return false;
        Tried++;
        try
        {
            if (ScenarioLoader.LoadText(yaml, "candidate", [], environment: null).Plan is not { } plan) return false;
            Experiment experiment = new(plan, TargetCatalog.BuiltIn);
            if (goal.Measure(experiment, cancellation) is not { } size) return false;
            Candidate next = new(tree, experiment, size);
            if (!isBetter(next)) return false;
            Best = next;
            return true;
        }
        catch (OperationCanceledException)
        {
            End = ShrinkEnd.Interrupted;
            return false;
        }
        catch (RefusedException)
        {
            // Of the changed scenario; the user's own was checked.
            return false;
        }
    }
}

/// <summary>A scenario that shows the goal.</summary>
/// <param name="Tree">As text.</param>
/// <param name="Experiment">The same, loaded.</param>
/// <param name="Size">What it takes.</param>
internal sealed record Candidate(ScenarioTree Tree, Experiment Experiment, ShrinkSize Size);

/// <summary>Why a search ended.</summary>
public enum ShrinkEnd
{
    /// <summary>Nothing more can go.</summary>
    Smallest,

    /// <summary>The time was up; another machine may get further.</summary>
    Budget,

    /// <summary>The user wanted it to stop.</summary>
    Interrupted,
}
