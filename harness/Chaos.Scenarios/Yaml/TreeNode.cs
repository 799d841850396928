namespace Chaos.Scenarios.Yaml;

/// <summary>A YAML document as a tree without anchors, aliases, tags and duplicate keys.</summary>
internal abstract record TreeNode(Origin Origin);

/// <summary>Any scalar is its text: `42`, `"42"` and `on` mean what the key says, not what YAML guesses.</summary>
internal sealed record ScalarNode(Origin Origin, string Text) : TreeNode(Origin)
{
    /// <summary>Written as YAML writes nothing: `null` or `~`, without quotes.</summary>
    public bool IsNull { get; init; }
}

internal sealed record ListNode(Origin Origin, IReadOnlyList<TreeNode> Items) : TreeNode(Origin);

internal sealed record MappingNode(Origin Origin, IReadOnlyList<MappingEntry> Entries) : TreeNode(Origin)
{
    public TreeNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;
}

internal readonly record struct MappingEntry(ScalarNode Key, TreeNode Value);
