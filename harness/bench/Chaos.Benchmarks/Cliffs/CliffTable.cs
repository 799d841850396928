using System.Globalization;

namespace Chaos.Benchmarks.Cliffs;

/// <summary>
/// `measure cliff [answered|unanswered|newcomers]`: the onset of the cliff, as a part of the law 2 (F + lambda T), by size, churn and
/// variant.
/// Newcomers: where answered churn begins to fail, with plain links and with 20 ms between node and servers.
/// </summary>
internal static class CliffTable
{
    private const int GapSeconds = 16;
    private const ulong Seed = 42;

    /// <summary>Each size has a quarter of its law in flows and three in churn.</summary>
    private static readonly (int Flows, int NewFlowsPerSecond)[] Sizes = [(256, 48), (1024, 192), (4096, 768)];

    private static readonly string[] Variants =
        ["baseline", "restore-reverse", "restore-both", "restore-original", "touch-partner", "touch-on-insert", "evict-pair",
            "single-entry"];

    /// <summary>Nanoseconds.</summary>
    private const long LongRoundTrip = 20_000_000;

    /// <param name="churn">The kind of churn, or newcomers; null: all.</param>
    public static int Print(string? churn)
    {
        Console.WriteLine(
            "churn       variant            " + string.Join("  ", Sizes.Select(size => $"law {Case(size, "baseline", false).Law,6}")));
        foreach (bool answered in (bool[])[false, true])
        {
            string kind = answered ? "answered" : "unanswered";
            if (churn is null || churn == kind) Rows(kind, answered, null, (cliff, size) => cliff.Survival(size));
        }

        if (churn is not null and not "newcomers") return 0;
        Rows("new, 0.4ms", answered: true, null, (cliff, size) => cliff.Answering(size));
        Rows("new, 20ms", answered: true, LongRoundTrip, (cliff, size) => cliff.Answering(size));
        return 0;
    }

    private static void Rows(string kind, bool answered, long? roundTrip, Func<CliffCase, int, double> share)
    {
        foreach (string variant in Variants)
        {
            IEnumerable<string> onsets = Sizes.Select(
                size => Spell(CliffSearch.Onset(Case(size, variant, answered) with { RoundTrip = roundTrip }, share)));
            Console.WriteLine($"{kind,-10}  {variant,-17}  {string.Join("  ", onsets)}");
        }
    }

    private static CliffCase Case((int Flows, int NewFlowsPerSecond) size, string variant, bool answered) =>
        new(size.Flows, size.NewFlowsPerSecond, GapSeconds, variant, answered, Seed);

    private static string Spell(double onset) =>
        (onset == 0 ? "none" : onset.ToString("0.000", CultureInfo.InvariantCulture)).PadLeft(10);
}
