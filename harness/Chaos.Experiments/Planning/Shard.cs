using System.Globalization;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Planning;

/// <summary>
/// `--shard i/n`: a share of the work for machines that share a matrix. Repetitions in the order of cells are cut into n pieces of about
/// the same cost, so that a machine has few cells of which it lacks a repetition.
/// </summary>
internal static class Shard
{
    /// <exception cref="RefusedException">Not i/n with 1 &lt;= i &lt;= n, or fewer repetitions than shards.</exception>
    public static ScenarioPlan Apply(ScenarioPlan plan, string? shard)
    {
        if (shard is null) return plan;
        int[] numbers = [.. shard.Split('/').Select(
            part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        if (numbers is not [> 0 and int part, > 0 and int parts] || part > parts)
            throw new RefusedException($"--shard {shard}: write i/n, for example 1/4 for the first of four");
        // How often a cell is repeated until all is decided is not known before: such a cell stays in one piece.
        Piece[] pieces = plan.Scenario.RepeatsUntilDecided
            ? [.. plan.Cells.Select(cell => new Piece(cell, RepetitionRange.To(1), Load.CostOf(cell.Scenario)))]
            : [.. plan.Cells.SelectMany(cell => RepetitionRange.To(cell.Scenario.Repetitions).All.Select(
                repetition => new Piece(cell, new RepetitionRange(repetition, repetition), Load.CostOf(cell.Scenario))))];
        if (pieces.Length < parts)
        {
            throw new RefusedException(
                $"--shard {shard}: {plan.Scenario.Name} can be divided into {pieces.Length} shards at most, one for each "
                    + (plan.Scenario.RepeatsUntilDecided ? "cell, since it repeats until all is decided" : "repetition of a cell"));
        }

        Piece[] mine = [.. Cut(pieces, parts).Where(entry => entry.Part == part - 1).Select(entry => entry.Piece)];
        return plan.PartOf([.. mine.Select(piece => piece.Cell).Distinct()], plan.Scenario.RepeatsUntilDecided
            ? new Dictionary<string, RepetitionRange>() : PartialOf(mine));
    }

    /// <summary>A piece belongs to the part in which the middle of its cost lies, but no part stays without a piece.</summary>
    private static IEnumerable<(Piece Piece, int Part)> Cut(Piece[] pieces, int parts)
    {
        double total = pieces.Sum(piece => piece.Cost), before = 0;
        int last = -1;
        for (int place = 0; place < pieces.Length; place++)
        {
            int wanted = (int)((before + (pieces[place].Cost / 2)) / total * parts);
            // The pieces that are left must be enough for the parts that are left.
            int first = Math.Max(Math.Max(last, 0), parts - (pieces.Length - place));
            last = Math.Min(Math.Clamp(wanted, first, Math.Max(first, last + 1)), parts - 1);
            yield return (pieces[place], last);
            before += pieces[place].Cost;
        }
    }

    private static Dictionary<string, RepetitionRange> PartialOf(Piece[] mine) => mine
        .GroupBy(piece => piece.Cell)
        .Where(cell => cell.Count() < cell.Key.Scenario.Repetitions)
        .ToDictionary(cell => cell.Key.Id, cell => new RepetitionRange(cell.First().Repetitions.First, cell.Last().Repetitions.Last));

    private readonly record struct Piece(Cell Cell, RepetitionRange Repetitions, double Cost);
}
