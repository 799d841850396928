namespace Chaos.Scenarios.Keys;

/// <summary>
/// One key of the scenario file. The tables in this folder are the only description of the format: the structure check, the
/// suggestions, the paths of `--set` and of the matrix, the defaults, the resolved file and the JSON schema all read them.
/// </summary>
internal abstract record Key(string Name, string Description);

/// <summary>Keys of their own below this one.</summary>
internal sealed record MappingKey(string Name, string Description, IReadOnlyList<Key> Keys) : Key(Name, Description)
{
    /// <summary>Read only where the file has it, and so are its keys.</summary>
    public bool Optional { get; init; }
}

/// <summary>A list of mappings with the same keys.</summary>
internal sealed record ListKey(string Name, string Description, IReadOnlyList<Key> ItemKeys) : Key(Name, Description)
{
    /// <summary>More than anybody writes by hand; keeps the work of a hostile file small.</summary>
    public const int MaximumCount = 256;

    public bool Required { get; init; }

    public bool MayBeEmpty { get; init; }

    /// <summary>False: only the file says it, no layer changes it, and it is read from the file's nodes.</summary>
    public bool Layered { get; init; } = true;

    /// <summary>Keys of which each item has exactly one; empty if there is no such rule.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The profiles that an item may name; null if it may name none.</summary>
    public ProfileKeys? Profiles { get; init; }

    /// <summary>Paths call an item by its name if it has one, else by its index from 0.</summary>
    public bool Named => ItemKeys is [ScalarKey { Name: "name" }, ..];
}

/// <summary>The matrix: paths of scalars, each with a list of values.</summary>
internal sealed record AxesKey(string Name, string Description) : Key(Name, Description)
{
    /// <summary>The key of the matrix that is no axis: the combinations that are no cells.</summary>
    public const string Exclude = "exclude";
}

/// <summary>A name that people write, and that is no key: the reason and the remedy.</summary>
internal sealed record HintKey(string Name, string Description) : Key(Name, Description);

/// <summary>Axis names, each with one value.</summary>
internal sealed record WhereKey(string Name, string Description) : Key(Name, Description);
