using Chaos.Scenarios.Expectations;

namespace Chaos.Scenarios.Keys;

/// <summary>`expect:`, what the author holds to be true. The kinds themselves are <see cref="ExpectationKinds"/>.</summary>
internal static class ExpectKeys
{
    /// <summary>The key of `where` that names no axis.</summary>
    public const string Group = "group";

    public static readonly WhereKey Where = new(
        "where", "Axis values that a cell must have; `group` picks one flow group, or pressure group for newcomers.");

    public static readonly ListKey Expect = new(
        "expect",
        $"One of: {string.Join("; ", ExpectationKinds.All.Select(kind => kind.Form))}.",
        [
            Where, .. ExpectationKinds.All.SelectMany(kind => kind.Keys.Concat(kind.Extras)).Distinct(),
            new HintKey(
                "pressure.failed", "write `newcomers: \"<= 1%\"`, the share of short flows that fail; a count would grow with the run"),
        ])
    { Layered = false };
}
