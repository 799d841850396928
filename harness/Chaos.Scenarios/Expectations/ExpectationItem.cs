using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Expectations;

/// <summary>One item of `expect`, read against the axes and the flow groups; says what is wrong at its place.</summary>
internal sealed class ExpectationItem(MappingNode item, IReadOnlyList<Axis> axes, GroupNames groups, MistakeList mistakes)
{
    public bool Names(ScalarKey key) => item[key.Name] is not null;

    /// <summary>Of the item as a whole.</summary>
    public void Complain(string reason) => mistakes.Add(item.Origin, reason);

    /// <summary>Two values of an axis and where; null after a mistake.</summary>
    public AxisPair? Pair(
        ScalarKey<string> firstKey, ScalarKey<string> secondKey, ScalarKey<Measure> ofKey, ScalarKey<string> alongKey, string claim)
    {
        Measure of = Scalar(ofKey) ?? Measure.Survival;
        ExpectationWhere where = Where(of);
        if (!Along(alongKey, out Axis? axis)) return null;
        string? first = Value(firstKey, axis);
        string? second = Value(secondKey, axis);
        string noun = axis is null || IsVariant(axis) ? "variants" : $"values of `{axis.Name}`";
        if (first is not null && first == second)
            mistakes.Add(item.Origin, $"`{first}` cannot {claim} itself; name two {noun}");
        if (where.Axes.Any(pair => pair.Key == axis?.Name))
            mistakes.Add(item.Origin, $"`{firstKey.Name}` compares two {noun}, so `where` must not name one");
        return axis is not null && first is not null && second is not null
            ? new AxisPair(axis.Name, IsVariant(axis), first, second, of, where) : null;
    }

    public string Spelled(ScalarKey key) => ((ScalarNode)item[key.Name]!).Text;

    /// <summary>Null after a mistake.</summary>
    public T? Scalar<T>(ScalarKey<T> key)
        where T : struct
    {
        if (item[key.Name] is not ScalarNode scalar) return null;
        Parsed<T> parsed = key.Parser.Parse(scalar.Text);
        if (parsed.Wrong is null) return parsed.Value;
        mistakes.Add(scalar.Origin, $"`{key.Name}`: {parsed.Wrong}");
        return null;
    }

    /// <summary>The axis that is named, else that of variants, which may be missing; false after a mistake.</summary>
    private bool Along(ScalarKey<string> key, out Axis? axis)
    {
        axis = axes.FirstOrDefault(IsVariant);
        if (item[key.Name] is not ScalarNode scalar) return true;
        axis = axes.FirstOrDefault(one => one.Name == scalar.Text);
        return Known(scalar, axes.Select(one => one.Name), "axis");
    }

    private string? Value(ScalarKey<string> key, Axis? axis)
    {
        if (item[key.Name] is not ScalarNode scalar) return null;
        // A variant that nobody knows is a mistake of its own, with a suggestion from all that there are.
        if ((axis is null || IsVariant(axis)) && CommonParsers.Variant.Parse(scalar.Text).Wrong is { } wrong)
        {
            mistakes.Add(scalar.Origin, $"`{key.Name}`: {wrong}");
            return null;
        }

        IEnumerable<string> values = axis?.Values.Select(value => value.Text) ?? [];
        return Known(scalar, values, $"value on the axis `{axis?.Name ?? NatKeys.Variant.Name}`") ? scalar.Text : null;
    }

    /// <param name="of">Which groups there are: of watched flows, or of pressure.</param>
    public ExpectationWhere Where(Measure of = Measure.Survival)
    {
        List<KeyValuePair<string, string>> chosen = [];
        string? group = null;
        foreach ((ScalarNode key, ScalarNode value) in Entries())
        {
            if (key.Text == ExpectKeys.Group)
                group = Known(value, groups.Of(of), of == Measure.Newcomers ? "pressure group" : "flow group") ? value.Text : null;
            else if (Known(key, axes.Select(axis => axis.Name).Append(ExpectKeys.Group), "axis")
                && Known(value, ValuesOf(key.Text), $"value on the axis `{key.Text}`"))
                chosen.Add(KeyValuePair.Create(key.Text, value.Text));
        }

        return new ExpectationWhere(chosen, group);
    }

    private IEnumerable<(ScalarNode Key, ScalarNode Value)> Entries() =>
        from entry in (item[ExpectKeys.Where.Name] as MappingNode)?.Entries ?? []
        where entry.Value is ScalarNode
        select (entry.Key, (ScalarNode)entry.Value);

    private bool Known(ScalarNode scalar, IEnumerable<string> known, string what) => KnownWord.Check(scalar, known, what, mistakes);

    private IEnumerable<string> ValuesOf(string axis) => axes.First(known => known.Name == axis).Texts;

    private static bool IsVariant(Axis axis) => axis.Path.Scalar == NatKeys.Variant;
}

/// <summary>Which cells, and which flows of them.</summary>
/// <param name="Axes">Axis values.</param>
/// <param name="Group">A flow group; null: all.</param>
internal sealed record ExpectationWhere(IReadOnlyList<KeyValuePair<string, string>> Axes, string? Group)
{
    /// <summary>For the expectation's line; empty where all are meant.</summary>
    public string Text
    {
        get
        {
            IEnumerable<string> spelled = Axes.Select(pair => $"{pair.Key}={pair.Value}");
            if (Group is not null) spelled = spelled.Append($"{ExpectKeys.Group}={Group}");
            string all = string.Join(", ", spelled);
            return all.Length == 0 ? "" : $" where {all}";
        }
    }

    /// <summary>For the claim's sentence; empty for all flows.</summary>
    public string OfGroup => Group is null ? "" : $" of {Group}";
}

/// <summary>Two values of one axis, what is compared of them, and where.</summary>
internal sealed record AxisPair(string Along, bool IsVariants, string First, string Second, Measure Of, ExpectationWhere Where)
{
    /// <summary>For the expectation's line; empty for variants.</summary>
    public string AlongText => IsVariants ? "" : $", along {Along}";

    /// <summary>For the expectation's line; empty for survival.</summary>
    public string OfText => Of == Measure.Newcomers ? ", of newcomers" : "";

    /// <summary>For the claim's sentence.</summary>
    public string Verb => Of == Measure.Newcomers ? "fails" : "keeps";

    /// <summary>How many flows of whom the better value has.</summary>
    public string Better => $"{(Of == Measure.Newcomers ? "fewer" : "more")}{OfWhom}";

    /// <summary>How many flows of whom the worse value has.</summary>
    public string Worse => $"{(Of == Measure.Newcomers ? "more" : "fewer")}{OfWhom}";

    /// <summary>Of the group that is compared; empty for all flows.</summary>
    public string OfWhom => Where.Group is { } group ? $" of {group}" : Of == Measure.Newcomers ? " newcomers" : "";
}

/// <summary>The groups that an expectation may name.</summary>
/// <param name="Flows">Of watched flows.</param>
/// <param name="Pressure">Of short flows.</param>
internal sealed record GroupNames(IReadOnlyList<string> Flows, IReadOnlyList<string> Pressure)
{
    public IReadOnlyList<string> Of(Measure measure) => measure == Measure.Newcomers ? Pressure : Flows;
}
