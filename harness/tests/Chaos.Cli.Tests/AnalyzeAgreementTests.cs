using System.Text.Json;

namespace Chaos.Cli.Tests;

/// <summary>
/// `chaos analyze --json` says what R's survival says: fixtures, and the script that made them, are in the folder Fixtures.
/// </summary>
public sealed class AnalyzeAgreementTests : IDisposable
{
    /// <summary>Curves, medians, means, chi-squares.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Cox, where R itself iterates.</summary>
    private const double CoxTolerance = 1e-6;

    private readonly ChaosProcess chaos = new();

    [Theory]
    [InlineData("aml", "--group", "group")]
    [InlineData("ovarian", "--group", "group")]
    [InlineData("lung", "--group", "group", "--strata", "strata")]
    [InlineData("veteran", "--group", "group", "--strata", "strata")]
    [InlineData("rats", "--group", "group", "--strata", "strata")]
    [InlineData("mgus2", "--group", "group", "--cause", "cause")]
    [InlineData("oneEvent", "--group", "group")]
    [InlineData("ties", "--group", "group")]
    [InlineData("half", "--group", "group")]
    [InlineData("single")]
    [InlineData("crossing", "--group", "group", "--strata", "strata")]
    public async Task Every_number_is_the_one_that_R_gives(string table, params string[] options)
    {
        string fixture = Path.Combine(ChaosProcess.Root, "harness", "tests", "Chaos.Cli.Tests", "Fixtures", table);

        (int exit, string output, string errors) = await chaos.RunAsync(["analyze", fixture + ".csv", "--time", "time", "--event", "event", "--json", .. options]);

        Assert.True(exit == 0, errors);
        using JsonDocument expected = JsonDocument.Parse(await File.ReadAllTextAsync(fixture + ".json", TestContext.Current.CancellationToken));
        using JsonDocument ours = JsonDocument.Parse(output);
        List<string> differences = [.. Differences("", expected.RootElement, ours.RootElement)];
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    public void Dispose() => chaos.Dispose();

    private static IEnumerable<string> Differences(string path, JsonElement expected, JsonElement ours)
    {
        if (expected.ValueKind != ours.ValueKind) return [$"{path}: R has {expected.GetRawText()[..Math.Min(60, expected.GetRawText().Length)]}, we have {ours.ValueKind}"];
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
        if (!names.SequenceEqual(ours.EnumerateObject().Select(member => member.Name))) return [$"{path}: other members: {ours.GetRawText()}"];
        return names.SelectMany(name => Differences($"{path}.{name}", expected.GetProperty(name), ours.GetProperty(name)));
    }

    private static IEnumerable<string> Items(string path, JsonElement expected, JsonElement ours) =>
        expected.GetArrayLength() != ours.GetArrayLength()
            ? [$"{path}: R has {expected.GetArrayLength()} items, we have {ours.GetArrayLength()}"]
            : expected.EnumerateArray().Zip(ours.EnumerateArray()).SelectMany((pair, index) => Differences($"{path}[{index}]", pair.First, pair.Second));

    /// <summary>Relative to the larger of 1 and the value.</summary>
    private static IEnumerable<string> Numbers(string path, double expected, double ours)
    {
        double tolerance = path.StartsWith(".cox", StringComparison.Ordinal) ? CoxTolerance : Tolerance;
        if (Math.Abs(expected - ours) > tolerance * Math.Max(1, Math.Abs(expected))) yield return $"{path}: R has {expected:R}, we have {ours:R}";
    }
}
