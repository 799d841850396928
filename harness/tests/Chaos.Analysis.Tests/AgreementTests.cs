using System.Text.Json;

namespace Chaos.Analysis.Tests;

/// <summary>The JSON of an analysis has the numbers of R's survival: fixtures and their script are in the folder Fixtures.</summary>
public sealed class AgreementTests
{
    /// <summary>Curves, medians, means, chi-squares.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Cox, where R itself iterates.</summary>
    private const double CoxTolerance = 1e-6;

    [Theory]
    [InlineData("aml", "group", null, null)]
    [InlineData("ovarian", "group", null, null)]
    [InlineData("lung", "group", "strata", null)]
    [InlineData("veteran", "group", "strata", null)]
    [InlineData("rats", "group", "strata", null)]
    [InlineData("mgus2", "group", null, "cause")]
    [InlineData("oneEvent", "group", null, null)]
    [InlineData("ties", "group", null, null)]
    [InlineData("half", "group", null, null)]
    [InlineData("single", null, null, null)]
    [InlineData("crossing", "group", "strata", null)]
    public void Every_number_is_the_one_that_R_gives(string table, string? group, string? strata, string? cause)
    {
        string fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", table);
        using FileStream csv = File.OpenRead(fixture + ".csv");
        using MemoryStream output = new();

        SubjectTable read = SubjectTable.Read(csv, table, new TableColumns("time", "event", group, strata, cause));
        SurvivalAnalysis.Of(read, horizon: null).WriteJson(output);

        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(fixture + ".json"));
        using JsonDocument ours = JsonDocument.Parse(output.ToArray());
        List<string> differences = [.. Differences("", expected.RootElement, ours.RootElement)];
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    private static IEnumerable<string> Differences(string path, JsonElement expected, JsonElement ours)
    {
        if (expected.ValueKind != ours.ValueKind)
            return [$"{path}: R has {expected.GetRawText()[..Math.Min(60, expected.GetRawText().Length)]}, we have {ours.ValueKind}"];
        return expected.ValueKind switch
        {
            JsonValueKind.Object => Members(path, expected, ours),
            JsonValueKind.Array => Items(path, expected, ours),
            JsonValueKind.Number => Numbers(path, expected.GetDouble(), ours.GetDouble()),
            _ => expected.ToString() == ours.ToString() ? [] : [$"{path}: R has {expected}, we have {ours}"],
        };
    }

    private static IEnumerable<string> Members(string path, JsonElement expected, JsonElement ours)
    {
        string[] names = [.. expected.EnumerateObject().Select(member => member.Name)];
        if (!names.SequenceEqual(ours.EnumerateObject().Select(member => member.Name)))
            return [$"{path}: other members: {ours.GetRawText()}"];
        return names.SelectMany(name => Differences($"{path}.{name}", expected.GetProperty(name), ours.GetProperty(name)));
    }

    private static IEnumerable<string> Items(string path, JsonElement expected, JsonElement ours) =>
        expected.GetArrayLength() != ours.GetArrayLength()
            ? [$"{path}: R has {expected.GetArrayLength()} items, we have {ours.GetArrayLength()}"]
            : expected.EnumerateArray().Zip(ours.EnumerateArray()).SelectMany(
                (pair, index) => Differences($"{path}[{index}]", pair.First, pair.Second));

    /// <summary>Relative to the larger of 1 and the value.</summary>
    private static IEnumerable<string> Numbers(string path, double expected, double ours)
    {
        double tolerance = path.StartsWith(".cox", StringComparison.Ordinal) ? CoxTolerance : Tolerance;
        if (Math.Abs(expected - ours) > tolerance * Math.Max(1, Math.Abs(expected)))
            yield return $"{path}: R has {expected:R}, we have {ours:R}";
    }
}
