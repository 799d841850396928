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
        string[] given = [.. item.Entries.Select(entry => entry.Key.Text).Where(key => key != ExpectKeys.Where.Name)];
        if (given is ["survival"])
        {
            return Survival(item);
        }

        if (given.Order(StringComparer.Ordinal).SequenceEqual(["better", "by", "than"]))
        {
            return Better(item);
        }

        mistakes.Add(item.Origin, "an expectation has either `survival`, or `better`, `than` and `by`");
        return null;
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
        var where = Where(item);
        var better = Variant(item, ExpectKeys.Better);
        var than = Variant(item, ExpectKeys.Than);
        if (better is not null && better == than)
        {
            mistakes.Add(item.Origin, $"`{better}` cannot be better than itself; name two variants");
        }

        var variant = axes.FirstOrDefault(IsVariant);
        if (where.Axes.Any(pair => pair.Key == variant?.Name))
        {
            mistakes.Add(item.Origin, "`better` compares two variants, so `where` must not name one");
        }

        return better is not null && than is not null && Scalar(item, ExpectKeys.By) is { } bound
            ? new BetterExpectation
            {
                Text = $"{better} better than {than} by {bound.Spelled}{where.Text}",
                Where = where.Axes,
                Group = where.Group,
                Better = better,
                Than = than,
                Comparison = bound.Comparison,
                Bound = bound.Share,
            }
            : null;
    }

    private Bound? Scalar(MappingNode item, ScalarKey<Bound> key)
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

    private (string Text, IReadOnlyList<KeyValuePair<string, string>> Axes, string? Group) Where(MappingNode item)
    {
        var chosen = new List<KeyValuePair<string, string>>();
        string? group = null;
        foreach (var (key, value) in Conditions(item))
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

        return (spelled.Count == 0 ? "" : $" where {string.Join(", ", spelled)}", chosen, group);
    }

    private static IEnumerable<(ScalarNode Key, ScalarNode Value)> Conditions(MappingNode item) =>
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
}
