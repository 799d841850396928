using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`expect:`, what the author holds to be true.</summary>
internal static class ExpectKeys
{
    /// <summary>The key of `where` that names no axis.</summary>
    public const string Group = "group";

    public static readonly WhereKey Where = new("where", "Axis values that a cell must have; `group` picks one flow group.");

    public static readonly ScalarKey<Bound> Survival = new(
        "survival", "Share of flows alive at the end, for example \">= 99%\".", new BoundParser("%", 0)) { Optional = true };

    public static readonly ScalarKey<string> Better = new(
        "better", "The variant that should do better.", CommonParsers.Variant)
    { Optional = true };

    public static readonly ScalarKey<string> Than = new(
        "than", "The variant it is compared with.", CommonParsers.Variant)
    { Optional = true };

    public static readonly ScalarKey<Bound> By = new(
        "by", "Difference of survival in percentage points, for example \">= 30pp\".", new BoundParser("pp", -100)) { Optional = true };

    public static readonly ScalarKey<string> NoWorse = new(
        "noWorse", "The variant that should do no worse, up to `margin`.", CommonParsers.Variant)
    { Optional = true };

    public static readonly ScalarKey<double> Margin = new(
        "margin", "How much worse is no worse, for example 2pp.", new PointsParser())
    { Optional = true };

    public static readonly ScalarKey<string> Same = new(
        "same", "The variant that should do the same, `within` so much.", CommonParsers.Variant)
    { Optional = true };

    public static readonly ScalarKey<string> As = new("as", "The variant it should do the same as.", CommonParsers.Variant) { Optional = true };

    public static readonly ScalarKey<double> Within = new(
        "within", "How far apart is still the same, for example 2pp.", new PointsParser())
    { Optional = true };

    /// <summary>What is counted, by the paths of results.json.</summary>
    public static readonly IReadOnlyList<ScalarKey<CountBound>> Counters =
    [
        .. new[] { "reset", "portChanged", "timeout", "refused", "closed", "harness" }.Select(cause => Counter($"causes.{cause}", $"Flows that died by `{cause}`")),
        Counter("map.evictions", "Evictions"),
        Counter("map.restoredReverse", "Reverse entries written again"),
        Counter("map.restoredOriginal", "Original entries written again"),
        Counter("map.allocationFailures", "Connections for which no port was found"),
    ];

    /// <summary>Counters of the whole table, which knows no flow groups.</summary>
    public const string MapPrefix = "map.";

    public static readonly ListKey Expect = new(
        "expect",
        "One of: `survival`; `better`, `than` and `by`; `noWorse`, `than` and `margin`; `same`, `as` and `within`; one count such as `causes.reset`.",
        [Where, Survival, Better, Than, By, NoWorse, Margin, Same, As, Within, .. Counters])
    { Layered = false };

    private static ScalarKey<CountBound> Counter(string name, string what) => new(
        name, $"{what}, over all repetitions: 0 for none, or a bound such as \"<= 5\".", new CountBoundParser())
    { Optional = true };
}
