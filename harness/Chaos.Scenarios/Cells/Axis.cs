using Chaos.Scenarios.Layers;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>One line of the matrix; the name is as spelled in the file.</summary>
internal sealed record Axis(string Name, SettingPath Path, IReadOnlyList<ScalarNode> Values)
{
    /// <summary>The values as spelled in the file.</summary>
    public IEnumerable<string> Texts => Values.Select(value => value.Text);
}
