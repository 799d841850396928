using Chaos.Scenarios.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Chaos.Scenarios.Yaml;

/// <summary>
/// Builds the tree from the parser's events. Anchors, aliases, merge keys and tags are refused as they come by, so that nothing
/// ever expands; depth and number of nodes are capped, so that the work stays small.
/// </summary>
internal sealed class YamlTree
{
    private const int DeepestLevel = 16;
    private const int LargestNodes = 20_000;

    private readonly Parser parser;
    private readonly string file;
    private readonly MistakeList mistakes;
    private int nodes;
    private bool isTooMuch;

    private YamlTree(string text, string file, MistakeList mistakes)
    {
        parser = new Parser(new StringReader(text));
        this.file = file;
        this.mistakes = mistakes;
    }

    /// <summary>Null after a mistake that leaves nothing to look at.</summary>
    public static MappingNode? Read(string text, string file, MistakeList mistakes)
    {
        if (text.Length > ScenarioText.LargestBytes)
        {
            ScenarioText.ComplainOfSize(file, mistakes);
            return null;
        }

        if (text.IndexOf('\0', StringComparison.Ordinal) is int end and >= 0)
        {
            // The parser takes it for the end of the text and would quietly drop the rest.
            mistakes.Add(ScenarioText.OriginAt(file, text[..end]), "a NUL character stands here; a scenario is plain text");
            return null;
        }

        // Editors on Windows put a byte order mark in front, which is no part of the YAML.
        string plain = text.TrimStart('\uFEFF');
        YamlTree tree = new(plain, file, mistakes);
        try
        {
            return tree.ReadDocument();
        }
        catch (Exception exception) when (exception
            is YamlException or InvalidOperationException or ArgumentException && !tree.isTooMuch && YamlCulprit.Find(plain) is { } found)
        {
            mistakes.Add(ScenarioText.OriginAt(file, plain[..found.Offset]), $"cannot be read as YAML: {found.Reason}");
            return null;
        }
        catch (YamlException exception)
        {
            tree.Complain(exception.Start, $"cannot be read as YAML: {exception.Message}");
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // The parser's own lapses: a line break inside a plain scalar of a flow mapping, an escape beyond Unicode.
            tree.Complain(
                tree.parser.Current?.End ?? Mark.Empty,
                "cannot be read as YAML: a value behind this place does not end as it should, or has an impossible escape");
            return null;
        }
    }

    private MappingNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return Empty();
        TreeNode root = ReadNode(level: 1);
        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _))
            Complain(parser.Current!.Start, "a second document begins here; put each scenario into a file of its own");

        switch (root)
        {
            case MappingNode mapping:
                return mapping;
            case ScalarNode { Text: "" }:
                return Empty();
            default:
                mistakes.Add(root.Origin, "a scenario is a mapping of keys, such as `name: my-scenario`");
                return null;
        }
    }

    private MappingNode? Empty()
    {
        mistakes.Add(new Origin(file, 1, 1), "the file is empty; a scenario needs at least version, name, duration and flows");
        return null;
    }

    private TreeNode ReadNode(int level)
    {
        ParsingEvent begin = parser.Consume<ParsingEvent>();
        if (level > DeepestLevel || ++nodes > LargestNodes)
        {
            isTooMuch = true;
            throw new YamlException(
                begin.Start,
                begin.End,
                $"nested deeper than {DeepestLevel} levels or more than {LargestNodes} values, which no scenario needs");
        }

        if (begin is NodeEvent decorated) RefuseDecoration(decorated);
        Origin origin = new YamlPlace(file, begin.Start).Origin;
        switch (begin)
        {
            case Scalar scalar:
                return new ScalarNode(origin, scalar.Value) { IsNull = scalar.Style == ScalarStyle.Plain && IsNull(scalar.Value) };
            case SequenceStart:
                return new ListNode(origin, ReadItems(level));
            case MappingStart:
                return new MappingNode(origin, ReadEntries(level));
            default:
                // Neither scalar nor collection: an alias, whose target is never looked up.
                Complain(begin.Start, "aliases (*) are not allowed in a scenario; write the value out");
                return new ScalarNode(origin, "");
        }
    }

    /// <summary>The words of YAML 1.2 for nothing; where a value is only left out, its key says what is missing.</summary>
    public static bool IsNull(string text) => text is "null" or "Null" or "NULL" or "~";

    private void RefuseDecoration(NodeEvent begin)
    {
        if (!begin.Anchor.IsEmpty)
            Complain(begin.Start, "anchors (&) are not allowed in a scenario; write the value out where it is used");

        if (!begin.Tag.IsEmpty) Complain(begin.Start, "tags (!) are not allowed in a scenario; write the plain value");
    }

    private List<TreeNode> ReadItems(int level)
    {
        List<TreeNode> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(level + 1));
        return items;
    }

    private List<MappingEntry> ReadEntries(int level)
    {
        List<MappingEntry> entries = [];
        Dictionary<string, int> firstLines = new(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            TreeNode key = ReadNode(level + 1);
            TreeNode value = ReadNode(level + 1);
            if (key is not ScalarNode name)
                mistakes.Add(key.Origin, "a key is one word; lists and mappings cannot be keys");
            else if (name.Text == "<<")
                mistakes.Add(key.Origin, "merge keys (<<) are not allowed in a scenario; write the keys out");
            else if (firstLines.TryAdd(name.Text, name.Origin.Line))
                entries.Add(new MappingEntry(name, value));
            else
                mistakes.Add(key.Origin, $"{Quote.Of(name.Text)} is there twice, first in line {firstLines[name.Text]}; keep one");
        }

        return entries;
    }

    private void Complain(Mark mark, string reason) => mistakes.Add(new YamlPlace(file, mark).Origin, reason);
}
