using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Profiles;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;
using Chaos.Targets;
using Microsoft.Extensions.Configuration;

namespace Chaos.Scenarios.Binding;

/// <summary>Reads one mapping of the settings by the rows of its table; says what is wrong at the place where it was written.</summary>
/// <remarks>
/// <paramref name="path"/> is the configuration key of the mapping, <paramref name="shown"/> the same as people write it, with a
/// dot at its end; both are empty at the top. <paramref name="profile"/> says what is left open, before the key's own default does.
/// </remarks>
internal sealed class SectionReader(
    LayeredSettings settings, MistakeList mistakes, string path = "", string shown = "", Profile? profile = null)
{
    /// <summary>What `nat.target` may name.</summary>
    public TargetCatalog Targets => settings.Targets;

    /// <summary>The text that holds; null if the value is absent and has no default.</summary>
    public string? Text(ScalarKey key) => Said(key) ?? profile?[key.Name] ?? key.Default;

    /// <summary>The text as a layer says it; null if none does.</summary>
    public string? Said(ScalarKey key) => settings[Below(key.Name)];

    /// <summary>True if a layer says anything of the key, or below it.</summary>
    public bool Says(Key key) => settings.Exists(Below(key.Name));

    /// <summary>
    /// True also where the key is there but wrong, and that has been said: what depends on it being there is no second mistake.
    /// </summary>
    public bool Names(Key key) => Says(key) || settings.IsExcused(Below(key.Name));

    /// <summary>After a mistake the type's default, which no caller gets to see: a plan with a mistake is thrown away.</summary>
    public T Read<T>(ScalarKey<T> key)
    {
        if (Text(key) is not { } text)
        {
            if (key.Required && !settings.IsExcused(Below(key.Name)))
                mistakes.Add(settings.OriginOf(Below(key.Name)), $"`{shown}{key.Name}` is missing; it is required: {key.Description}");
            return default!;
        }

        Parsed<T> parsed = key.Parser.Parse(text);
        if (parsed.Wrong is { } wrong) Complain(key, wrong);
        return parsed.Value!;
    }

    public SectionReader Into(MappingKey key) => new(settings, mistakes, Below(key.Name), $"{shown}{key.Name}.");

    public IReadOnlyList<SectionReader> Items(ListKey list) =>
        [.. settings.ItemsOf(Below(list.Name)).Select(index => Item(list, Below(list.Name, index), index))];

    /// <summary>The same mapping, with what <paramref name="assumed"/> says where the layers say nothing.</summary>
    public SectionReader Assuming(Profile? assumed) => new(settings, mistakes, path, shown, assumed);

    /// <summary>The place of a key's value, or of the nearest thing around it.</summary>
    public Origin At(Key key) => settings.OriginOf(Below(key.Name));

    /// <summary>At the key's value, or the nearest thing around it.</summary>
    public void Complain(Key key, string reason) => mistakes.Add(settings.OriginOf(Below(key.Name)), $"`{shown}{key.Name}`: {reason}");

    /// <summary>Of the mapping as a whole.</summary>
    public void Complain(string reason) => mistakes.Add(settings.OriginOf(path), $"`{shown.TrimEnd('.')}`: {reason}");

    /// <summary>
    /// A profile that nobody knows is reported when its key is read; until then any stands in, so that nothing is called missing.
    /// </summary>
    private SectionReader Item(ListKey list, string itemPath, string index)
    {
        string? name = list.Named ? settings[ConfigurationPath.Combine(itemPath, list.ItemKeys[0].Name)] : null;
        SectionReader item = new(settings, mistakes, itemPath, $"{shown}{list.Name}.{Quote.Bare(name ?? index)}.");
        return list.Profiles is { } profiles && item.Said(profiles.One) is { } called
            ? item.Assuming(profiles.Find(called) ?? profiles.Profiles[0])
            : item;
    }

    private string Below(params IEnumerable<string> keys) => ConfigurationPath.Combine(path.Length == 0 ? keys : keys.Prepend(path));
}
