using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>`same: A, as: B, within: 2pp`: the survivals differ by no more, either way (equivalence).</summary>
public sealed record SameExpectation : ComparisonExpectation
{
    public required string Same { get; init; }

    public required string As { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Within { get; init; }

    public override string First => Same;

    public override string Second => As;

    protected override IClaim OfDifference => new Within(Within);
}

/// <inheritdoc/>
internal sealed class SameExpectationKind : ComparisonExpectationKind
{
    private static readonly ScalarKey<string> Same = ValueKey(
        "same", "The variant, or value of the axis `along`, that should do the same, `within` so much.");

    private static readonly ScalarKey<string> As = ValueKey("as", "The variant, or value of the axis `along`, it should do the same as.");

    private static readonly ScalarKey<double> Within = new(
        "within", "How far apart is still the same, for example 2pp.", new PointsParser())
    { Optional = true };

    public override IReadOnlyList<ScalarKey> Keys { get; } = [Same, As, Within];

    public override Expectation? Read(ExpectationItem item)
    {
        double? limit = item.Scalar(Within);
        return item.Pair(Same, As, Of, Along, "do the same as") is { } pair && limit is { } within
            ? new SameExpectation
            {
                Text = $"{pair.First} same as {pair.Second} within {item.Spelled(Within)}{pair.AlongText}{pair.OfText}{pair.Where.Text}",
                Phrase = $"{pair.Verb} as many{pair.OfWhom} as {pair.Second}, within {item.Spelled(Within)}",
                Along = pair.Along,
                Of = pair.Of,
                Where = pair.Where.Axes,
                Group = pair.Where.Group,
                Same = pair.First,
                As = pair.Second,
                Within = within,
            }
            : null;
    }
}
