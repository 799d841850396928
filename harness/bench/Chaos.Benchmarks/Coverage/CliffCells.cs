using Chaos.Benchmarks.Cliffs;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Benchmarks.Coverage;

/// <summary>One cell near the cliff: what the intervals are for.</summary>
/// <param name="Cliff">Flows, churn and variant.</param>
/// <param name="MapSize">Entries.</param>
internal sealed record CliffCell(CliffCase Cliff, int MapSize)
{
    /// <summary>Runs the cell with seeds 1, 2, ...; two cells of one load are paired by them.</summary>
    public CellRuns Run(int repetitions)
    {
        double[] survival = new double[repetitions], failed = new double[repetitions];
        double decided = 0;
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            RunOutcome outcome = (Cliff with { Seed = (ulong)repetition + 1 }).Run(MapSize);
            survival[repetition] = (double)outcome.Flows.Lives.Count(life => life is { OpenedAt: not null, DiedAt: null }) / Cliff.Flows;
            NewcomerCounts newcomers = outcome.Newcomers.Single().Total();
            failed[repetition] = newcomers.FailedShare ?? 0;
            decided += (double)newcomers.Decided / repetitions;
        }

        return new CellRuns(this, survival, failed, decided);
    }
}

/// <summary>What the repetitions of a cell came to.</summary>
/// <param name="Cell">Of which they are.</param>
/// <param name="Survival">Share of flows alive at the end, by repetition.</param>
/// <param name="Failed">Share of newcomers that failed, by repetition; 0 where nobody sees their fate.</param>
/// <param name="Decided">Newcomers behind it in a repetition, on average; 0 where nobody sees their fate.</param>
internal sealed record CellRuns(CliffCell Cell, double[] Survival, double[] Failed, double Decided);

/// <summary>The simulator's own cells around the cliff.</summary>
internal static class CliffCells
{
    private const int GapSeconds = 1;

    private static readonly string[] Variants = ["baseline", "restore-reverse", "restore-both", "touch-on-insert", "single-entry"];
    private static readonly int[] Flows = [100, 300];
    private static readonly double[] Parts = [0.80, 0.86, 0.90, 0.94, 0.97, 1.00, 1.03, 1.07, 1.12, 1.20];

    /// <summary>
    /// 200 cells: ten map sizes from 0.8 to 1.2 of the law, two loads, churn with and without answers, five variants. A quarter of the
    /// law is
    /// flows.
    /// </summary>
    public static IReadOnlyList<CliffCell> All { get; } =
    [
        .. from variant in Variants
           from answered in new[] { false, true }
           from flows in Flows
           from part in Parts
           let cliff = new CliffCase(flows, 3 * flows / GapSeconds, GapSeconds, variant, answered, 0)
           select new CliffCell(cliff, (int)(part * cliff.Law)),
    ];
}
