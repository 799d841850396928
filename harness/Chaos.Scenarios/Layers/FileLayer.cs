using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;
using Microsoft.Extensions.Configuration;

namespace Chaos.Scenarios.Layers;

/// <summary>Compares the file's nodes with the tables and flattens what fits into a layer.</summary>
internal sealed class FileLayer
{
    private readonly SettingsLayer layer = new();
    private readonly MistakeList mistakes;

    private FileLayer(MistakeList mistakes) => this.mistakes = mistakes;

    public static SettingsLayer From(MappingNode root, MistakeList mistakes)
    {
        FileLayer file = new(mistakes);
        file.Mapping(root, ScenarioKeys.Root.Keys, "");
        return file.layer;
    }

    private void Mapping(MappingNode node, IReadOnlyList<Key> keys, string path)
    {
        layer.Place(path, node.Origin);
        foreach (MappingEntry entry in node.Entries)
        {
            if (keys.FirstOrDefault(key => key.Name == entry.Key.Text) is { } key)
                Value(entry, key, Below(path, key.Name));
            else
                Unknown(entry.Key, keys, path);
        }

        foreach (ListKey list in keys.OfType<ListKey>().Where(list => list.Required))
            if (node[list.Name] is null && !layer.IsExcused(Below(path, list.Name)))
                mistakes.Add(node.Origin, $"`{list.Name}` is missing; write a list with at least one item");
    }

    private void Unknown(ScalarNode name, IReadOnlyList<Key> keys, string path)
    {
        string[] known = [.. keys.Where(key => key is not HintKey).Select(key => key.Name)];
        mistakes.Add(name.Origin, $"unknown key {Quote.Of(name.Text)}; {Suggestion.Text(name.Text, known)}");
        layer.Excuse(path);
        if (Suggestion.Nearest(name.Text, known) is { } meant) layer.Excuse(Below(path, meant));
    }

    private void Value(MappingEntry entry, Key key, string path)
    {
        switch (key, entry.Value)
        {
            case (not HintKey, ScalarNode { IsNull: true } nothing):
                layer.Excuse(path);
                mistakes.Add(
                    nothing.Origin, $"`{key.Name}`: `{nothing.Text}` is YAML for nothing; write a value, or leave the key out");
                break;
            case (HintKey, _):
                layer.Excuse(path);
                mistakes.Add(entry.Key.Origin, $"there is no key `{key.Name}`; {key.Description}");
                break;
            case (ScalarKey, ScalarNode scalar):
                layer.Set(path, scalar.Text, scalar.Origin);
                break;
            case (ScalarKey { AnyParser.TakesList: true }, ListNode { Items.Count: > 0 } list)
                when list.Items.All(item => item is ScalarNode):
                layer.Set(path, string.Join(", ", list.Items.OfType<ScalarNode>().Select(item => item.Text)), list.Origin);
                break;
            case (MappingKey mapping, MappingNode { Entries.Count: > 0 } node):
                Mapping(node, mapping.Keys, path);
                break;
            case (ListKey list, ListNode node):
                layer.Place(path, entry.Key.Origin);
                List(node, list, path);
                break;
            case (AxesKey, MappingNode { Entries.Count: > 0 } node):
                FreeEntries<ListNode>(node, "a list of values, for example [1, 2]");
                break;
            case (WhereKey, MappingNode { Entries.Count: > 0 } node):
                FreeEntries<ScalarNode>(node, "a single value");
                break;
            default:
                layer.Excuse(path);
                mistakes.Add(entry.Value.Origin, $"`{key.Name}` must be {Wanted(key)}");
                break;
        }
    }

    private void List(ListNode node, ListKey list, string path)
    {
        if (node.Items.Count == 0 && !list.MayBeEmpty)
        {
            string remedy = list.Required ? "write at least one item" : "write an item or leave the key out";
            mistakes.Add(node.Origin, $"`{list.Name}` is an empty list; {remedy}");
        }
        else if (node.Items.Count > ListKey.MaximumCount)
        {
            mistakes.Add(node.Origin, $"`{list.Name}` has {node.Items.Count} items; at most {ListKey.MaximumCount} are allowed");
        }

        for (int index = 0; index < node.Items.Count; index++)
        {
            if (node.Items[index] is MappingNode { Entries.Count: > 0 } item)
            {
                Mapping(item, list.ItemKeys, Below(path, $"{index}"));
            }
            else
            {
                string wanted = list.ItemKeys[0].Name;
                mistakes.Add(node.Items[index].Origin, $"an item of `{list.Name}` must be a mapping with keys such as {wanted}");
            }
        }
    }

    /// <summary>The keys are free here and looked at later; the kind of node is not.</summary>
    private void FreeEntries<TNode>(MappingNode node, string wanted)
        where TNode : TreeNode
    {
        foreach (MappingEntry entry in node.Entries.Where(entry => entry.Value is not TNode))
            mistakes.Add(entry.Value.Origin, $"{Quote.Of(entry.Key.Text)} must be {wanted}");
    }

    private static string Wanted(Key key) => key switch
    {
        ScalarKey { AnyParser.TakesList: true } => "a value, or a list of single values",
        ScalarKey => "a single value",
        ListKey { MayBeEmpty: true } => "a list, or [] for none",
        ListKey => "a list",
        AxesKey => "a mapping with at least one path, for example `mapSize: [1024, 4096]`",
        _ => "a mapping with at least one key",
    };

    private static string Below(string path, string key) => path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
}
