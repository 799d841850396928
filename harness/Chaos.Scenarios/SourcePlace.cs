namespace Chaos.Scenarios;

/// <summary>Where something stands in a scenario.</summary>
/// <param name="File">As the user spelled it; the name of the layer where the file does not have it.</param>
/// <param name="Line">From 1; 0 where there is no position.</param>
/// <param name="Column">From 1; 0 where there is no position.</param>
public sealed record SourcePlace(string File, int Line, int Column)
{
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
