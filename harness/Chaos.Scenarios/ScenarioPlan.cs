using Chaos.Scenarios.Cells;

namespace Chaos.Scenarios;

/// <summary>A loaded scenario: its resolved text and the cells of its matrix in file order.</summary>
/// <param name="Scenario">The scenario before the matrix is applied.</param>
/// <param name="ResolvedYaml">The scenario after all layers, as YAML that loads to the same plan: the run folder keeps it.</param>
/// <param name="Cells">At least one; a scenario without a matrix is one cell with the id `all`.</param>
/// <param name="Warnings">What is allowed but probably not meant, one sentence each.</param>
public sealed record ScenarioPlan(Scenario Scenario, string ResolvedYaml, IReadOnlyList<Cell> Cells, IReadOnlyList<string> Warnings);
