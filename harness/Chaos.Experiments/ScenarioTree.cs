using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Chaos.Experiments;

/// <summary>The text of a scenario as a tree that can be changed and written again. It checks nothing: the loader does.</summary>
internal sealed class ScenarioTree
{
    private ScenarioTree(YamlMappingNode root) => Root = root;

    public YamlMappingNode Root { get; }

    /// <summary>The axes of the matrix, in file order.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Values)> Axes => Find("matrix") is YamlMappingNode matrix
        ? matrix.Where(axis => axis.Value is YamlSequenceNode { Children: not [YamlMappingNode, ..] }).Select(axis => (
            ((YamlScalarNode)axis.Key).Value!,
            (IReadOnlyList<string>)[.. ((YamlSequenceNode)axis.Value).Select(value => ((YamlScalarNode)value).Value!)]))
        : [];

    /// <param name="yaml">A scenario that the loader takes.</param>
    public static ScenarioTree Parse(string yaml)
    {
        YamlStream stream = [];
        using StringReader reader = new(yaml);
        stream.Load(reader);
        return new ScenarioTree((YamlMappingNode)stream.Documents[0].RootNode);
    }

    public string ToYaml()
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(Root)).Save(writer, assignAnchors: false);
        string text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    /// <summary>Another tree with the same content.</summary>
    public ScenarioTree Copy() => Parse(ToYaml());

    /// <summary>What stands at a path, where items of a list go by their name or their place; null: nothing.</summary>
    public YamlNode? Find(string path)
    {
        YamlNode? node = Root;
        foreach (string key in path.Split('.')) node = Below(node, key);
        return node;
    }

    /// <summary>The scalar at a path; null: there is none.</summary>
    public string? Text(string path) => (Find(path) as YamlScalarNode)?.Value;

    /// <summary>Sets a scalar; sections on the way are made where they are missing, items of lists are not.</summary>
    public void Set(string path, string value)
    {
        string[] keys = path.Split('.');
        YamlNode node = Root;
        foreach (string key in keys[..^1])
        {
            if (Below(node, key) is { } below) node = below;
            else
            {
                YamlMappingNode made = [];
                ((YamlMappingNode)node).Children[key] = made;
                node = made;
            }
        }

        ((YamlMappingNode)node).Children[keys[^1]] = new YamlScalarNode(value);
    }

    /// <summary>Removes a key, or an item of a list; false if nothing is there.</summary>
    public bool Remove(string path)
    {
        int dot = path.LastIndexOf('.');
        YamlNode? parent = dot < 0 ? Root : Find(path[..dot]);
        string key = path[(dot + 1)..];
        return parent switch
        {
            YamlMappingNode mapping => mapping.Children.Remove(key),
            YamlSequenceNode list when Below(list, key) is { } item => list.Children.Remove(item),
            _ => false,
        };
    }

    /// <summary>The short names of the format.</summary>
    public static string PathOf(string axis) => axis switch { "mapSize" => "nat.map.size", "variant" => "nat.variant", _ => axis };

    /// <summary>Text in quotes, which no reader of YAML takes for something else.</summary>
    public static YamlScalarNode Quoted(string text) => new(text) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };

    private static YamlNode? Below(YamlNode? node, string key) => node switch
    {
        YamlMappingNode mapping => mapping.Children.TryGetValue(key, out YamlNode? below) ? below : null,
        YamlSequenceNode list => list.FirstOrDefault(item => NameOf(item) == key)
            ?? (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? list.Children.ElementAtOrDefault(place)
                : null),
        _ => null,
    };

    private static string? NameOf(YamlNode item) => item is YamlMappingNode named && named.Children.TryGetValue("name", out YamlNode? name)
        ? (name as YamlScalarNode)?.Value : null;
}
