using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>
/// `better: A, than: B, by: ">= 30pp"`: survival(A) - survival(B), two values of one axis, of `variant` if no other is named.
/// </summary>
public sealed record BetterExpectation : ComparisonExpectation
{
    public required string Better { get; init; }

    public required string Than { get; init; }

    /// <summary>On a difference of shares: -1 to 1; a percentage point is 0.01.</summary>
    public required Bound Bound { get; init; }

    public override string First => Better;

    public override string Second => Than;

    protected override IClaim OfDifference => Bound;
}

/// <inheritdoc/>
internal sealed class BetterExpectationKind : ComparisonExpectationKind
{
    private static readonly ScalarKey<string> Better = ValueKey(
        "better", "The variant, or value of the axis `along`, that should do better.");

    private static readonly ScalarKey<SpelledBound> By = new(
        "by", "Difference of survival, or of failed newcomers, in percentage points, for example \">= 30pp\".", new BoundParser("pp", -100))
    { Optional = true };

    public override IReadOnlyList<ScalarKey> Keys { get; } = [Better, Than, By];

    public override Expectation? Read(ExpectationItem item)
    {
        SpelledBound? limit = item.Scalar(By);
        return item.Pair(Better, Than, Of, Along, "be better than") is { } pair && limit is { } bound
            ? new BetterExpectation
            {
                Text = $"{pair.First} better than {pair.Second} by {bound.Spelled}{pair.AlongText}{pair.OfText}{pair.Where.Text}",
                Phrase = $"{pair.Verb} {bound.Spelled} {pair.Better} than {pair.Second}",
                Along = pair.Along,
                Of = pair.Of,
                Where = pair.Where.Axes,
                Group = pair.Where.Group,
                Better = pair.First,
                Than = pair.Second,
                Bound = bound.Bound,
            }
            : null;
    }
}
