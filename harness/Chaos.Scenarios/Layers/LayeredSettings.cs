using Chaos.Scenarios.Yaml;
using Chaos.Targets;
using Microsoft.Extensions.Configuration;

namespace Chaos.Scenarios.Layers;

/// <summary>Layers on top of each other: the configuration library decides which text holds, the layers tell where it came from.</summary>
internal sealed class LayeredSettings
{
    private readonly IConfigurationRoot configuration;
    private readonly SettingsLayer[] layers;

    /// <summary>Asked for many times by each cell. Only the file adds items to a list, so layers on top share what was found.</summary>
    private readonly Dictionary<string, string[]> items;

    /// <param name="layers">The lowest first.</param>
    public LayeredSettings(params IEnumerable<SettingsLayer> layers)
    {
        this.layers = [.. layers];
        ConfigurationBuilder builder = new();
        foreach (SettingsLayer layer in this.layers)
            builder.AddInMemoryCollection(layer.Texts);

        configuration = builder.Build();
        items = new Dictionary<string, string[]>(StringComparer.Ordinal);
    }

    private LayeredSettings(LayeredSettings lower, SettingsLayer top)
    {
        layers = [.. lower.layers, top];
        items = lower.items;
        Targets = lower.Targets;
        configuration = new ConfigurationBuilder().AddConfiguration(lower.configuration).AddInMemoryCollection(top.Texts).Build();
    }

    /// <summary>What `nat.target` may name.</summary>
    public TargetCatalog Targets { get; init; } = TargetCatalog.BuiltIn;

    public string? this[string key] => configuration[key];

    /// <summary>
    /// Whether a key has a text, or keys below it. Asked of the layers: the configuration library would go through all keys each time.
    /// </summary>
    public bool Exists(string key) => layers.Any(layer => layer.Says(key));

    public LayeredSettings With(SettingsLayer top) => new(this, top);

    /// <summary>Indexes of a list's items, as they stand in the file.</summary>
    public IReadOnlyList<string> ItemsOf(string key)
    {
        if (!items.TryGetValue(key, out string[]? indexes))
            items[key] = indexes = [.. configuration.GetSection(key).GetChildren().Select(child => child.Key)];
        return indexes;
    }

    public bool IsExcused(string key) => layers.Any(layer => layer.IsExcused(key));

    /// <summary>The place of the text that holds; for a key that nobody set, the nearest thing around it.</summary>
    public Origin OriginOf(string key)
    {
        for (string at = key; ; at = at[..Math.Max(0, at.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal))])
            if (layers.Select(layer => layer.OriginOf(at)).LastOrDefault(origin => origin is not null) is { } origin)
                return origin;
    }
}
