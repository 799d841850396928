namespace Chaos.Scenarios.Yaml;

/// <summary>Where a text stands: line and column of a file, from 1, or the name of a layer with line and column 0.</summary>
internal readonly record struct Origin(string File, int Line, int Column)
{
    public static Origin OfLayer(string name) => new(name, 0, 0);
}
