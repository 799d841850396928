using System.Text.Json;
using Chaos.Model;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>`causes.reset: 0`, `map.evictions: ">= 1"`: what was counted in a cell over all its repetitions.</summary>
public sealed record CountExpectation : Expectation
{
    /// <summary>Counters of the whole table, which has no flow groups.</summary>
    internal const string MapPrefix = "map.";

    /// <summary>As in results.json: `causes.reset`, `map.evictions`.</summary>
    public required string Counter { get; init; }

    public required Bound Bound { get; init; }

    public override bool IsCounted => true;

    /// <remarks>A count of the table says itself whether there is to be pressure.</remarks>
    public override IEnumerable<FigureClaim> Claims(IReadOnlyList<ICellFigures> cells) =>
        from cell in cells
        where IsAbout(cell.Cell)
        select new FigureClaim(
            Bound, new Figure(cell.Count(Counter, Group), null), FigureUnit.Count,
            Counter.StartsWith(MapPrefix, StringComparison.Ordinal) ? [] : [cell]);
}

/// <inheritdoc/>
internal sealed class CountExpectationKind : ExpectationKind
{
    /// <summary>What is counted, by the paths of results.json.</summary>
    private static readonly IReadOnlyList<ScalarKey<SpelledBound>> Counters =
    [
        .. Enum.GetValues<DeathCause>().Where(cause => cause != DeathCause.None).Select(
        cause => JsonNamingPolicy.CamelCase.ConvertName(cause.ToString()))
            .Select(cause => Counter($"causes.{cause}", $"Flows that died by `{cause}`")),
        Counter("map.evictions", "Evictions"),
        Counter("map.restoredReverse", "Reverse entries written again"),
        Counter("map.restoredOriginal", "Original entries written again"),
        Counter("map.allocationFailures", "Connections for which no port was found"),
    ];

    public override IReadOnlyList<ScalarKey> Keys => Counters;

    public override string Form => $"one count such as `{Counters[0].Name}`";

    public override bool Has(IReadOnlySet<string> given) => given.Count == 1 && Counters.Any(counter => given.Contains(counter.Name));

    public override Expectation? Read(ExpectationItem item)
    {
        ScalarKey<SpelledBound> counter = Counters.First(item.Names);
        ExpectationWhere where = item.Where();
        if (where.Group is not null && counter.Name.StartsWith(CountExpectation.MapPrefix, StringComparison.Ordinal))
            item.Complain($"`{counter.Name}` counts the whole table, so `where` must not name a group");
        return item.Scalar(counter) is { } bound
            ? new CountExpectation
            {
                Text = $"{counter.Name} {bound.Spelled}{where.Text}",
                Phrase = $"counts {counter.Name} {bound.Spelled}{where.OfGroup}",
                Where = where.Axes,
                Group = where.Group,
                Counter = counter.Name,
                Bound = bound.Bound,
            }
            : null;
    }

    private static ScalarKey<SpelledBound> Counter(string name, string what) => new(
        name, $"{what}, over all repetitions: 0 for none, or a bound such as \"<= 5\".", new CountBoundParser())
    { Optional = true };
}
