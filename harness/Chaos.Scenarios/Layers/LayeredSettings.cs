using Chaos.Scenarios.Yaml;
using Microsoft.Extensions.Configuration;

namespace Chaos.Scenarios.Layers;

/// <summary>Layers on top of each other: the configuration library decides which text holds, the layers tell where it came from.</summary>
internal sealed class LayeredSettings
{
    private readonly IConfigurationRoot configuration;
    private readonly SettingsLayer[] layers;

    /// <param name="layers">The lowest first.</param>
    public LayeredSettings(params IEnumerable<SettingsLayer> layers)
    {
        this.layers = [.. layers];
        var builder = new ConfigurationBuilder();
        foreach (var layer in this.layers)
        {
            builder.AddInMemoryCollection(layer.Texts);
        }

        configuration = builder.Build();
    }

    private LayeredSettings(LayeredSettings lower, SettingsLayer top)
    {
        layers = [.. lower.layers, top];
        configuration = new ConfigurationBuilder().AddConfiguration(lower.configuration).AddInMemoryCollection(top.Texts).Build();
    }

    public string? this[string key] => configuration[key];

    public LayeredSettings With(SettingsLayer top) => new(this, top);

    /// <summary>Indexes of a list's items, as they stand in the file.</summary>
    public IEnumerable<string> ItemsOf(string key) => configuration.GetSection(key).GetChildren().Select(child => child.Key);

    public bool IsExcused(string key) => layers.Any(layer => layer.IsExcused(key));

    /// <summary>The place of the text that holds; for a key that nobody set, the nearest thing around it.</summary>
    public Origin OriginOf(string key)
    {
        for (var at = key; ; at = at[..Math.Max(0, at.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal))])
        {
            if (layers.Select(layer => layer.OriginOf(at)).LastOrDefault(origin => origin is not null) is { } origin)
            {
                return origin;
            }
        }
    }
}
