namespace Chaos.Scenarios;

/// <summary>One thing wrong with a scenario file.</summary>
/// <param name="File">As the user spelled it; the name of the layer (`--set`, an environment variable) when it is not the file's
/// fault.</param>
/// <param name="Line">From 1; 0 where there is no position.</param>
/// <param name="Column">From 1; 0 where there is no position.</param>
/// <param name="Reason">What is wrong and how to mend it, one sentence.</param>
public sealed record Mistake(string File, int Line, int Column, string Reason)
{
    public override string ToString() => Line == 0 ? $"{File}: {Reason}" : $"{File}:{Line}:{Column}: {Reason}";
}
