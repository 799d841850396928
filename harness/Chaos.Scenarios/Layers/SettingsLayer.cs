using Chaos.Scenarios.Yaml;
using Microsoft.Extensions.Configuration;

namespace Chaos.Scenarios.Layers;

/// <summary>What one source says: texts by configuration key (`flows:0:count`), and where each of them comes from.</summary>
internal sealed class SettingsLayer
{
    private readonly Dictionary<string, string?> texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Origin> origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> said = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> excused = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string?> Texts => texts;

    public void Set(string key, string text, Origin origin)
    {
        texts[key] = text;
        origins[key] = origin;
        // The key and all above it; from one that is known the walk has been made.
        for (string? at = key; at is not null && said.Add(at); at = ConfigurationPath.GetParentPath(at))
        {
        }
    }

    /// <summary>Whether a key has a text here, or keys below it.</summary>
    public bool Says(string key) => said.Contains(key);

    /// <summary>The place of a mapping or a list, for mistakes that concern it as a whole.</summary>
    public void Place(string key, Origin origin) => origins[key] = origin;

    /// <summary>The key is there but wrong, and that has been said: nobody shall call it missing.</summary>
    public void Excuse(string key) => excused.Add(key);

    public bool IsExcused(string key) => excused.Contains(key);

    public Origin? OriginOf(string key) => origins.TryGetValue(key, out Origin origin) ? origin : null;
}
