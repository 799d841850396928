using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Microsoft.Extensions.Configuration;

namespace Chaos.Scenarios.Layers;

/// <summary>Finds what a path such as `flows.feeds.clientEvery` or a short name such as `mapSize` stands for.</summary>
/// <param name="file">Knows which items the lists have.</param>
internal sealed class PathFinder(LayeredSettings file)
{
    /// <summary>Short names of the tables, each with its whole path.</summary>
    private static readonly Dictionary<string, string[]> ShortNames =
        FindShortNames(ScenarioKeys.Root, []).ToDictionary(StringComparer.Ordinal);

    /// <summary>The reason is for a sentence that begins with the path.</summary>
    public Parsed<SettingPath> Find(IReadOnlyList<string> segments)
    {
        if (segments.Count == 1 && ShortNames.TryGetValue(segments[0], out string[]? whole)) return Find(whole);
        Key at = ScenarioKeys.Root;
        List<string> path = [];
        for (int index = 0; index < segments.Count; index++)
        {
            if (at is ListKey list && Item(list, segments[index]) is { } item)
            {
                path.Add(item);
                at = new MappingKey(segments[index], "", list.ItemKeys);
            }
            else if (Below(at).FirstOrDefault(key => key.Name == segments[index]) is { } next)
            {
                path.Add(next.Name);
                at = next;
            }
            else
            {
                string suggestion = Suggestion.Text(segments[index], Choices(at, isTop: index == 0));
                return Wrong($"unknown path; there is no {Quote.Of(segments[index])} here, {suggestion}");
            }
        }

        return at is ScalarKey scalar
            ? new Parsed<SettingPath>(new SettingPath(ConfigurationPath.Combine(path), scalar), null)
            : Wrong($"is not a single value; go on with one of {string.Join(", ", Choices(at, isTop: false))}");
    }

    private static Parsed<SettingPath> Wrong(string reason) => new(null, reason);

    private static IEnumerable<Key> Below(Key key) =>
        key is MappingKey mapping ? mapping.Keys.Where(child => child is ScalarKey or MappingKey or ListKey { Layered: true }) : [];

    private string[] Choices(Key at, bool isTop) =>
    [
        .. at is ListKey list ? ItemNames(list).Select(pair => pair.Name) : Below(at).Select(key => key.Name),
        .. isTop ? ShortNames.Keys : Enumerable.Empty<string>(),
    ];

    private string? Item(ListKey list, string name) => ItemNames(list).FirstOrDefault(pair => pair.Name == name).Index;

    private IEnumerable<(string Name, string Index)> ItemNames(ListKey list) =>
        from index in file.ItemsOf(list.Name)
        let name = list.Named ? file[ConfigurationPath.Combine(list.Name, index, "name")] : index
        where name is not null
        select (name, index);

    private static IEnumerable<KeyValuePair<string, string[]>> FindShortNames(MappingKey mapping, string[] path) =>
        mapping.Keys.SelectMany(key => key switch
        {
            ScalarKey { ShortName: { } shortName } => [KeyValuePair.Create(shortName, (string[])[.. path, key.Name])],
            MappingKey child => FindShortNames(child, [.. path, key.Name]),
            _ => Enumerable.Empty<KeyValuePair<string, string[]>>(),
        });
}
