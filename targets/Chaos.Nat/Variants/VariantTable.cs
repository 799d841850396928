using System.Text;
using Chaos.Model;

namespace Chaos.Nat.Variants;

/// <summary>Variants and releases as text: the one source of the tables in README, schema and `chaos targets`.</summary>
public static class VariantTable
{
    /// <summary>The heads of the columns of releases.</summary>
    public static IReadOnlyList<string> ReleaseColumns { get; } =
        ["preset", "brings", "variant", "port selection", "stale address", "ICMP"];

    /// <summary>One cell for each of the columns.</summary>
    public static IReadOnlyList<string> Cells(CiliumRelease release) =>
    [
        release.Name, release.Changes.Length == 0 ? "-" : release.Changes, release.Variant, release.PortSelection.Name,
        Word(release.StaleEgress), release.Icmp.Summary,
    ];

    /// <summary>All variants and releases, a sentence for each.</summary>
    public static string Sentences() => string.Join(
        ' ', VariantCatalog.Variants.Select(variant => $"{variant.Name}: {variant.Summary}.").Concat(CiliumReleases.All.Select(Sentence)));

    /// <summary>The releases as a Markdown table, with a line break at its end.</summary>
    public static string Markdown()
    {
        StringBuilder text = new();
        Row(text, ReleaseColumns);
        Row(text, [.. ReleaseColumns.Select(_ => "---")]);
        foreach (CiliumRelease release in CiliumReleases.All) Row(text, Cells(release));
        return text.ToString();
    }

    private static string Sentence(CiliumRelease release)
    {
        IReadOnlyList<string> cells = Cells(release);
        return $"{cells[0]}: {string.Join("; ", ReleaseColumns.Zip(cells).Skip(1).Select(pair => $"{pair.First} {pair.Second}"))}.";
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Word(StaleEgress stale) => stale == StaleEgress.Keep ? "keep" : "recreate";
}
