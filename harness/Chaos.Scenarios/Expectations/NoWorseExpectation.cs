using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>`noWorse: A, than: B, margin: 2pp`: survival(A) is at least survival(B) - margin (non-inferiority).</summary>
public sealed record NoWorseExpectation : ComparisonExpectation
{
    public required string NoWorse { get; init; }

    public required string Than { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Margin { get; init; }

    public override string First => NoWorse;

    public override string Second => Than;

    protected override IClaim OfDifference => new Bound(BoundKind.AtLeast, -Margin);
}

/// <inheritdoc/>
internal sealed class NoWorseExpectationKind : ComparisonExpectationKind
{
    private static readonly ScalarKey<string> NoWorse = ValueKey(
        "noWorse", "The variant, or value of the axis `along`, that should do no worse, up to `margin`.");

    private static readonly ScalarKey<double> Margin = new(
        "margin", "How much worse is no worse, for example 2pp.", new PointsParser())
    { Optional = true };

    public override IReadOnlyList<ScalarKey> Keys { get; } = [NoWorse, Than, Margin];

    public override Expectation? Read(ExpectationItem item)
    {
        double? limit = item.Scalar(Margin);
        return item.Pair(NoWorse, Than, Of, Along, "be no worse than") is { } pair && limit is { } margin
            ? new NoWorseExpectation
            {
                Text = $"{pair.First} no worse than {pair.Second}, margin {item.Spelled(Margin)}{pair.AlongText}{pair.OfText}"
                    + pair.Where.Text,
                Phrase = $"{pair.Verb} no {pair.Worse} than {pair.Second}, margin {item.Spelled(Margin)}",
                Along = pair.Along,
                Of = pair.Of,
                Where = pair.Where.Axes,
                Group = pair.Where.Group,
                NoWorse = pair.First,
                Than = pair.Second,
                Margin = margin,
            }
            : null;
    }
}
