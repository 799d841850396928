using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>A key with one value. Its default is spelled as in a file;
/// without one the key is required, or <see cref="Optional"/>.</summary>
internal abstract record ScalarKey(string Name, string Description, string? Default) : Key(Name, Description)
{
    public abstract ValueParser AnyParser { get; }

    /// <summary>May be absent although it has no default.</summary>
    public bool Optional { get; init; }

    public bool Required => Default is null && !Optional;

    /// <summary>How far from the file the value may be changed.</summary>
    public Reach Reach { get; init; } = Reach.Matrix;

    /// <summary>What `--set` and the matrix may write instead of the whole path.</summary>
    public string? ShortName { get; init; }
}

/// <inheritdoc/>
internal sealed record ScalarKey<T>(string Name, string Description, ValueParser<T> Parser, string? Default = null)
    : ScalarKey(Name, Description, Default)
{
    public override ValueParser AnyParser => Parser;
}

/// <summary>Each includes the ones before.</summary>
internal enum Reach
{
    /// <summary>Only the file: paths are made of it.</summary>
    File,

    /// <summary>Also the environment and `--set`.</summary>
    Layers,

    /// <summary>Also an axis of the matrix.</summary>
    Matrix,
}
