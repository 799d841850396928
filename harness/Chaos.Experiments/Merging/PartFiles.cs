using Chaos.Experiments.Running;
using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Experiments.Merging;

/// <summary>Finds the repetitions of a run in its parts, and says what is missing, or there twice with different content.</summary>
internal sealed class PartFiles(IReadOnlyList<RunPart> parts)
{
    private readonly List<string> reasons = [];

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<string> Reasons => reasons;

    /// <summary>The repetitions of a cell; empty where some are missing.</summary>
    /// <param name="id">Of the cell.</param>
    /// <param name="count">Of its repetitions.</param>
    /// <param name="nameOf">The file of a repetition, from 1.</param>
    /// <param name="mayDiffer">In real time, what two parts have run both differs, and the first one counts.</param>
    public IReadOnlyList<RepetitionFile> Find(string id, int count, Func<int, string> nameOf, bool mayDiffer)
    {
        List<RepetitionFile> found = [];
        int[] missing = [.. RepetitionRange.To(count).All.Where(number => !Find(id, number, nameOf(number), mayDiffer, found))];
        if (missing.Length == count) reasons.Add($"cell {id} is in none of the parts");
        else if (missing.Length > 0) reasons.Add($"cell {id}: repetition {string.Join(", ", missing)} is in none of the parts");
        return missing.Length > 0 ? [] : found;
    }

    /// <summary>What a part should have and has not.</summary>
    public void CheckFinished(ScenarioPlan plan)
    {
        foreach (RunPart part in parts)
        {
            for (int place = 0; place < plan.Cells.Count; place++)
            {
                string id = plan.Cells[place].Id;
                if (part.PromisedOf(id, plan.Scenario.RepeatsUntilDecided ? 1 : plan.Cells[place].Scenario.Repetitions) is not { } promised)
                    continue;
                if (promised.All.All(number => part.Repetitions.Has(KeptInFolder.NameOf(place, number)))) continue;
                reasons.Add($"{part.Folder}: is not finished, {id} is missing; finish it with --resume");
                break;
            }
        }
    }

    private bool Find(string id, int number, string name, bool mayDiffer, List<RepetitionFile> found)
    {
        RunPart[] holders = [.. parts.Where(part => part.Repetitions.Has(name))];
        if (holders.Length == 0) return false;
        RepetitionFile first = holders[0].Repetitions.Open(name);
        if (first.Facts.Cell != id || first.Facts.Repetition != number)
        {
            reasons.Add(
                $"{holders[0].Folder}: {name} is repetition {first.Facts.Repetition} of cell {first.Facts.Cell}, not {number} of {id}");
        }

        RunPart? other = mayDiffer ? null
            : holders.Skip(1).FirstOrDefault(part => !part.Repetitions.Open(name).IsSameAs(first));
        if (other is not null)
            reasons.Add($"cell {id}, repetition {number} has different content in {holders[0].Folder} and {other.Folder}");
        found.Add(first);
        return true;
    }
}
