using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Expectations;

/// <summary>
/// A kind of expectation in the file: its rows, and how they become the expectation. Schema and error texts follow from it.
/// </summary>
internal abstract class ExpectationKind
{
    /// <summary>Its rows; kinds may share one.</summary>
    public abstract IReadOnlyList<ScalarKey> Keys { get; }

    /// <summary>Rows that an item may leave out.</summary>
    public virtual IReadOnlyList<ScalarKey> Extras => [];

    /// <summary>What an item of this kind has, for texts.</summary>
    public virtual string Form => Keys.Count == 1
        ? Quoted(Keys[0])
        : $"{string.Join(", ", Keys.SkipLast(1).Select(Quoted))} and {Quoted(Keys[^1])}";

    /// <summary>True for an item with exactly these keys, `where` and extras left out.</summary>
    public virtual bool Has(IReadOnlySet<string> given) =>
        given.Except(Extras.Select(key => key.Name)).ToHashSet().SetEquals(Keys.Select(key => key.Name));

    /// <summary>Null after a mistake.</summary>
    public abstract Expectation? Read(ExpectationItem item);

    private static string Quoted(ScalarKey key) => $"`{key.Name}`";
}
