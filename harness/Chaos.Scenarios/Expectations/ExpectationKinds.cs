namespace Chaos.Scenarios.Expectations;

/// <summary>The kinds of expectation. This list is where a kind is registered; the schema keeps its order.</summary>
internal static class ExpectationKinds
{
    public static readonly IReadOnlyList<ExpectationKind> All =
        [ShareExpectationKind.Survival, ShareExpectationKind.Newcomers, new BetterExpectationKind(), new NoWorseExpectationKind(),
            new SameExpectationKind(), new CountExpectationKind()];
}
