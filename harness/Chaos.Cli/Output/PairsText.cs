using System.Globalization;
using Chaos.Analysis.Pairing;
using Chaos.Runs;
using Chaos.Survival.Repeating;

namespace Chaos.Cli.Output;

/// <summary>Cells compared flow by flow, on the terminal.</summary>
internal static class PairsText
{
    /// <summary>Of names; `--json` has all.</summary>
    private const int MostNames = 4;

    public static void Print(IReadOnlyList<FlowPairs> pairs)
    {
        foreach (FlowPairs one in pairs) Print(one);
        if (pairs.Count == 0) Console.Out.WriteLine("no two cells differ in this axis alone");
    }

    private static void Print(FlowPairs one)
    {
        PairCounts flows = one.Flows;
        string where = one.Where.Length == 0 ? "" : $" where {one.Where}";
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Along}: {one.First} and {one.Second}{where}: {flows.Total:N0} flows, {one.Repetitions} repetitions"));
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  died under both {flows.Both:N0}, only under {one.First} {flows.OnlyFirst:N0}, only "
                + $"under {one.Second} {flows.OnlySecond:N0}, "
            + $"under neither {flows.Neither:N0}; without a partner {one.Unpaired:N0}"));
        Console.Out.WriteLine(
            $"  {one.Second} saves {Text(one.Saved)} and costs {Text(one.Lost)}; "
                + $"survival {ShareText.Points(one.Difference.Estimate)}{Points(one)}");
        Names($"only under {one.First}", one.OnlyFirst);
        Names($"only under {one.Second}", one.OnlySecond);
    }

    private static string Text(PairShare share) => ShareText.Percent(share.Estimate) + (share is { Lower: { } lower, Upper: { } upper }
        ? $" ({ShareText.Percent(lower)} to {ShareText.Percent(upper)})" : " (one run)");

    private static string Points(FlowPairs one) => one is { Difference: { Lower: { } lower, Upper: { } upper }, PValue: { } p }
        ? string.Create(CultureInfo.InvariantCulture, $" ({ShareText.Points(lower)} to {ShareText.Points(upper)}), p = {p:G3}") : "";

    private static void Names(string what, IReadOnlyList<PairedName> names)
    {
        if (names.Count == 0) return;
        string more = names.Count > MostNames ? $" and {names.Count - MostNames} more" : "";
        Console.Out.WriteLine(
            $"    {what}: {string.Join(", ", names.Take(MostNames).Select(name => $"{name.Flow} (repetition {name.Repetition})"))}{more}");
    }
}
