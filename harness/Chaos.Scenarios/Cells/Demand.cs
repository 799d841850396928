using Chaos.Model;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Cells;

/// <summary>Something that a cell asks of its target and its world, and where the scenario says so.</summary>
/// <param name="Needs">What must be possible.</param>
/// <param name="Asker">The key that asks, as in the file: `nat.rss: on`, `evict`.</param>
/// <param name="File">As the user spelled it; the name of the layer where the file does not say it.</param>
/// <param name="Line">From 1; 0 where there is no position.</param>
/// <param name="Column">From 1; 0 where there is no position.</param>
public sealed record Demand(Capability Needs, string Asker, string File, int Line, int Column)
{
    internal static Demand Of(Capability needs, string asker, Origin origin) => new(needs, asker, origin.File, origin.Line, origin.Column);

    /// <summary>The demand as a mistake at its position.</summary>
    public Mistake Refuse(string reason) => new(File, Line, Column, $"`{Asker}` {reason}");
}
