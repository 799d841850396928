using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>The nodes of `expect` into expectations, checked against the axes and the flow groups.</summary>
internal sealed class ExpectationReader(IReadOnlyList<Axis> axes, IReadOnlyList<string> groups, MistakeList mistakes)
{
    public IReadOnlyList<Expectation> Read(ListNode? list) =>
        [.. (list?.Items ?? []).OfType<MappingNode>().Select(Read).OfType<Expectation>()];

    /// <summary>Null after a mistake.</summary>
    private Expectation? Read(MappingNode item)
    {
        string[] given = [.. item.Entries.Select(entry => entry.Key.Text).Where(key => key != ExpectKeys.Where.Name).Order(StringComparer.Ordinal)];
        switch (given)
        {
            case ["survival"]: return Survival(item);
            case ["better", "by", "than"]: return Better(item);
            case ["margin", "noWorse", "than"]: return NoWorse(item);
            case ["as", "same", "within"]: return Same(item);
            case [var single] when ExpectKeys.Counters.FirstOrDefault(counter => counter.Name == single) is { } counter: return Count(item, counter);
            default:
                mistakes.Add(
                    item.Origin,
                    "an expectation has either `survival`, or `better`, `than` and `by`, or `noWorse`, `than` and `margin`, "
                    + "or `same`, `as` and `within`, or one count such as `causes.reset`");
                return null;
        }
    }

    private SurvivalExpectation? Survival(MappingNode item)
    {
        var where = Where(item);
        return Scalar(item, ExpectKeys.Survival) is { } bound
            ? new SurvivalExpectation
            {
                Text = $"survival {bound.Spelled}{where.Text}",
                Where = where.Axes,
                Group = where.Group,
                Comparison = bound.Comparison,
                Bound = bound.Share,
            }
            : null;
    }

    private BetterExpectation? Better(MappingNode item)
    {
        var limit = Scalar(item, ExpectKeys.By);
        return Pair(item, ExpectKeys.Better, ExpectKeys.Than, "be better than") is { } pair && limit is { } bound
            ? new BetterExpectation
            {
                Text = $"{pair.First} better than {pair.Second} by {bound.Spelled}{pair.Where.Text}",
                Where = pair.Where.Axes,
                Group = pair.Where.Group,
                Better = pair.First,
                Than = pair.Second,
                Comparison = bound.Comparison,
                Bound = bound.Share,
            }
            : null;
    }

    private NoWorseExpectation? NoWorse(MappingNode item)
    {
        var limit = Scalar(item, ExpectKeys.Margin);
        return Pair(item, ExpectKeys.NoWorse, ExpectKeys.Than, "be no worse than") is { } pair && limit is { } margin
            ? new NoWorseExpectation
            {
                Text = $"{pair.First} no worse than {pair.Second}, margin {Spelled(item, ExpectKeys.Margin)}{pair.Where.Text}",
                Where = pair.Where.Axes,
                Group = pair.Where.Group,
                NoWorse = pair.First,
                Than = pair.Second,
                Margin = margin,
            }
            : null;
    }

    private SameExpectation? Same(MappingNode item)
    {
        var limit = Scalar(item, ExpectKeys.Within);
        return Pair(item, ExpectKeys.Same, ExpectKeys.As, "do the same as") is { } pair && limit is { } within
            ? new SameExpectation
            {
                Text = $"{pair.First} same as {pair.Second} within {Spelled(item, ExpectKeys.Within)}{pair.Where.Text}",
                Where = pair.Where.Axes,
                Group = pair.Where.Group,
                Same = pair.First,
                As = pair.Second,
                Within = within,
            }
            : null;
    }

    private CountExpectation? Count(MappingNode item, ScalarKey<CountBound> counter)
    {
        var where = Where(item);
        if (where.Group is not null && counter.Name.StartsWith(ExpectKeys.MapPrefix, StringComparison.Ordinal))
        {
            mistakes.Add(item.Origin, $"`{counter.Name}` counts the whole table, so `where` must not name a group");
        }

        return Scalar(item, counter) is { } bound
            ? new CountExpectation
            {
                Text = $"{counter.Name} {bound.Spelled}{where.Text}",
                Where = where.Axes,
                Group = where.Group,
                Counter = counter.Name,
                Comparison = bound.Comparison,
                Bound = bound.Count,
            }
            : null;
    }

    /// <summary>Two variants and where; null after a mistake.</summary>
    private VariantPair? Pair(MappingNode item, ScalarKey<string> firstKey, ScalarKey<string> secondKey, string claim)
    {
        var where = Where(item);
        var first = Variant(item, firstKey);
        var second = Variant(item, secondKey);
        if (first is not null && first == second)
        {
            mistakes.Add(item.Origin, $"`{first}` cannot {claim} itself; name two variants");
        }

        var variant = axes.FirstOrDefault(IsVariant);
        if (where.Axes.Any(pair => pair.Key == variant?.Name))
        {
            mistakes.Add(item.Origin, $"`{firstKey.Name}` compares two variants, so `where` must not name one");
        }

        return first is not null && second is not null ? new VariantPair(first, second, where) : null;
    }

    private static string Spelled(MappingNode item, ScalarKey key) => ((ScalarNode)item[key.Name]!).Text;

    /// <summary>Null after a mistake.</summary>
    private T? Scalar<T>(MappingNode item, ScalarKey<T> key)
        where T : struct
    {
        if (item[key.Name] is not ScalarNode scalar)
        {
            return null;
        }

        var parsed = key.Parser.Parse(scalar.Text);
        if (parsed.Wrong is null)
        {
            return parsed.Value;
        }

        mistakes.Add(scalar.Origin, $"`{key.Name}`: {parsed.Wrong}");
        return null;
    }

    private string? Variant(MappingNode item, ScalarKey<string> key)
    {
        if (item[key.Name] is not ScalarNode scalar)
        {
            return null;
        }

        if (key.Parser.Parse(scalar.Text).Wrong is { } wrong)
        {
            mistakes.Add(scalar.Origin, $"`{key.Name}`: {wrong}");
            return null;
        }

        var variants = axes.Where(IsVariant).SelectMany(axis => axis.Values).Select(value => value.Text);
        return Known(scalar, variants, "value on the axis `variant`") ? scalar.Text : null;
    }

    private Conditions Where(MappingNode item)
    {
        var chosen = new List<KeyValuePair<string, string>>();
        string? group = null;
        foreach (var (key, value) in Entries(item))
        {
            if (key.Text == ExpectKeys.Group)
            {
                group = Known(value, groups, "flow group") ? value.Text : null;
            }
            else if (Known(key, axes.Select(axis => axis.Name).Append(ExpectKeys.Group), "axis")
                && Known(value, ValuesOf(key.Text), $"value on the axis `{key.Text}`"))
            {
                chosen.Add(KeyValuePair.Create(key.Text, value.Text));
            }
        }

        var spelled = chosen.Select(pair => $"{pair.Key}={pair.Value}").ToList();
        if (group is not null)
        {
            spelled.Add($"{ExpectKeys.Group}={group}");
        }

        return new Conditions(spelled.Count == 0 ? "" : $" where {string.Join(", ", spelled)}", chosen, group);
    }

    private static IEnumerable<(ScalarNode Key, ScalarNode Value)> Entries(MappingNode item) =>
        from entry in (item[ExpectKeys.Where.Name] as MappingNode)?.Entries ?? []
        where entry.Value is ScalarNode
        select (entry.Key, (ScalarNode)entry.Value);

    private bool Known(ScalarNode scalar, IEnumerable<string> known, string what)
    {
        string[] all = [.. known];
        if (all.Contains(scalar.Text))
        {
            return true;
        }

        mistakes.Add(scalar.Origin, $"there is no {what} {Quote.Of(scalar.Text)}; {Suggestion.Text(scalar.Text, all)}");
        return false;
    }

    private IEnumerable<string> ValuesOf(string axis) => axes.First(known => known.Name == axis).Values.Select(value => value.Text);

    private static bool IsVariant(Axis axis) => axis.Path.Scalar == NatKeys.Variant;

    private sealed record Conditions(string Text, IReadOnlyList<KeyValuePair<string, string>> Axes, string? Group);

    private sealed record VariantPair(string First, string Second, Conditions Where);
}
