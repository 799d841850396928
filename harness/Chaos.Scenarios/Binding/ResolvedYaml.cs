using System.Globalization;
using System.Text.RegularExpressions;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Chaos.Scenarios.Binding;

/// <summary>Writes a scenario with every value that holds, defaults included, so that it means the same to a later version.</summary>
internal sealed partial class ResolvedYaml
{
    private readonly Emitter emitter;
    private readonly TreeNode? matrix;
    private readonly TreeNode? expect;

    private ResolvedYaml(TextWriter writer, TreeNode? matrix, TreeNode? expect)
    {
        emitter = new Emitter(writer, new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n"));
        (this.matrix, this.expect) = (matrix, expect);
    }

    /// <summary>Matrix and expectations, null if there are none, are written as they stand in the file.</summary>
    public static string Write(SectionReader root, TreeNode? matrix, TreeNode? expect)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        ResolvedYaml yaml = new(writer, matrix, expect);
        yaml.emitter.Emit(new StreamStart());
        yaml.emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        yaml.Mapping(root, ScenarioKeys.Root.Keys);
        yaml.emitter.Emit(new DocumentEnd(isImplicit: true));
        yaml.emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    /// <summary>An item of a list. Where it names profiles, and a cell may name another, they alone say what they supply.</summary>
    private void Item(SectionReader item, ListKey list)
    {
        ProfileKeys? named = list.Profiles is { } profiles
            && (item.Said(profiles.One) is not null || (profiles.Mix is { } mix && item.Says(mix)))
            ? profiles
            : null;
        bool IsWritten(Key key) => named is null || key is not ScalarKey scalar || !named.Supplies(key) || item.Said(scalar) is not null;
        Mapping(item, [.. list.ItemKeys.Where(IsWritten)]);
    }

    private void Mapping(SectionReader section, IReadOnlyList<Key> keys)
    {
        emitter.Emit(new MappingStart());
        foreach (Key key in keys)
            Entry(section, key);

        emitter.Emit(new MappingEnd());
    }

    private void Entry(SectionReader section, Key key)
    {
        switch (key)
        {
            case ScalarKey scalar when section.Text(scalar) is { } text:
                Scalar(key.Name);
                Scalar(text);
                break;
            case MappingKey mapping when !mapping.Optional || section.Says(mapping):
                Scalar(key.Name);
                Mapping(section.Into(mapping), mapping.Keys);
                break;
            case ListKey { Layered: true } list when list.MayBeEmpty || section.Items(list).Count > 0:
                Scalar(key.Name);
                List(section.Items(list), item => Item(item, list));
                break;
            case AxesKey when matrix is not null:
                Scalar(key.Name);
                Copy(matrix);
                break;
            case ListKey { Layered: false } when expect is not null:
                Scalar(key.Name);
                Copy(expect);
                break;
        }
    }

    private void Copy(TreeNode node)
    {
        switch (node)
        {
            case ScalarNode scalar:
                Scalar(scalar.Text);
                break;
            case ListNode list:
                List(list.Items, Copy);
                break;
            case MappingNode mapping:
                emitter.Emit(new MappingStart());
                foreach (MappingEntry entry in mapping.Entries)
                {
                    Copy(entry.Key);
                    Copy(entry.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
        }
    }

    private void List<T>(IReadOnlyList<T> items, Action<T> write)
    {
        SequenceStyle style = items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (T item in items)
            write(item);

        emitter.Emit(new SequenceEnd());
    }

    /// <summary>Plain only where no reader of YAML could take it for something else.</summary>
    private void Scalar(string text)
    {
        ScalarStyle style = PlainShape().IsMatch(text) && !YamlTree.IsNull(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9./%_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainShape();
}
