using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Expectations;

/// <summary>The nodes of `expect` into expectations, checked against the axes and the flow groups.</summary>
internal sealed class ExpectationReader(IReadOnlyList<Axis> axes, GroupNames groups, MistakeList mistakes)
{
    public IReadOnlyList<Expectation> Read(ListNode? list) =>
        [.. (list?.Items ?? []).OfType<MappingNode>().Select(Read).OfType<Expectation>()];

    /// <summary>Null after a mistake.</summary>
    private Expectation? Read(MappingNode node)
    {
        ExpectationItem item = new(node, axes, groups, mistakes);
        HashSet<string> given = [.. node.Entries.Select(entry => entry.Key.Text).Where(key => key != ExpectKeys.Where.Name)];
        if (ExpectationKinds.All.FirstOrDefault(kind => kind.Has(given)) is { } asked)
        {
            return asked.Read(item) is { } read
                ? read with { Place = new SourcePlace(node.Origin.File, node.Origin.Line, node.Origin.Column) } : null;
        }

        item.Complain($"an expectation has either {string.Join(", or ", ExpectationKinds.All.Select(kind => kind.Form))}");
        return null;
    }
}
