namespace Chaos.Scenarios;

/// <summary>A loaded scenario: its resolved text and the cells of its matrix in file order.</summary>
/// <param name="Scenario">The scenario before the matrix is applied.</param>
/// <param name="ResolvedYaml">The scenario after all layers, as YAML that loads to the same plan: the run folder keeps it.</param>
/// <param name="Cells">At least one; a scenario without a matrix is one cell with the id `all`.</param>
/// <param name="Warnings">What is allowed but probably not meant, one sentence each.</param>
public sealed record ScenarioPlan(Scenario Scenario, string ResolvedYaml, IReadOnlyList<Cell> Cells, IReadOnlyList<string> Warnings);

/// <summary>One point of the matrix.</summary>
/// <param name="Id">`axis=value` joined by `,` in file order, values as spelled in the file.</param>
/// <param name="Axes">The same, in order.</param>
/// <param name="Scenario">The scenario with the axes applied.</param>
public sealed record Cell(string Id, IReadOnlyList<KeyValuePair<string, string>> Axes, Scenario Scenario);

/// <summary>One thing wrong with a scenario file.</summary>
/// <param name="File">As the user spelled it; the name of the layer (`--set`, an environment variable) when it is not the file's fault.</param>
/// <param name="Line">From 1; 0 where there is no position.</param>
/// <param name="Column">From 1; 0 where there is no position.</param>
/// <param name="Reason">What is wrong and how to mend it, one sentence.</param>
public sealed record Mistake(string File, int Line, int Column, string Reason)
{
    public override string ToString() => Line == 0 ? $"{File}: {Reason}" : $"{File}:{Line}:{Column}: {Reason}";
}
