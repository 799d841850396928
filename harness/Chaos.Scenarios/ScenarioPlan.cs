using Chaos.Scenarios.Cells;
using Chaos.Targets.Image;

namespace Chaos.Scenarios;

/// <summary>A loaded scenario: its resolved text and the cells of its matrix in file order.</summary>
/// <param name="Scenario">The scenario before the matrix is applied.</param>
/// <param name="ResolvedYaml">The scenario after all layers, as YAML that loads to the same plan: the run folder keeps it.</param>
/// <param name="Cells">At least one; a scenario without a matrix is one cell with the id `all`.</param>
/// <param name="Warnings">What is allowed but probably not meant, one sentence each.</param>
public sealed record ScenarioPlan(Scenario Scenario, string ResolvedYaml, IReadOnlyList<Cell> Cells, IReadOnlyList<string> Warnings)
{
    /// <summary>All cells of the matrix, where <see cref="Cells"/> are a part of them; null: they are all.</summary>
    public IReadOnlyList<Cell>? Whole { get; init; }

    /// <summary>By id, the repetitions of those cells of which this part has only some. They have no results before a merge.</summary>
    public IReadOnlyDictionary<string, RepetitionRange> Partial { get; init; } = new Dictionary<string, RepetitionRange>();

    /// <summary>Cells with all of their repetitions.</summary>
    public IEnumerable<Cell> WholeCells => Cells.Where(cell => !Partial.ContainsKey(cell.Id));

    /// <summary>The repetitions of a cell that run here, where their number is fixed.</summary>
    public RepetitionRange RepetitionsOf(Cell cell) =>
        Partial.TryGetValue(cell.Id, out RepetitionRange some) ? some : RepetitionRange.To(cell.Scenario.Repetitions);

    /// <summary>What is allowed and measures the author's mistake instead of the NAT, each with its position.</summary>
    public IReadOnlyList<Mistake> Notes { get; init; } = [];

    /// <summary>The container images of somebody else that the cells run, each once.</summary>
    public IReadOnlyList<string> Images =>
    [
        .. Cells.Select(cell => cell.Scenario).Where(scenario => scenario.Target == ImageTarget.TargetName)
            .Select(scenario => scenario.Nat.Image).OfType<string>().Distinct(),
    ];

    /// <summary>Warnings and notes as lines, each with the file.</summary>
    /// <param name="file">As the user spelled it.</param>
    public IEnumerable<string> NoteLines(string file) =>
    [
        .. Notes.Select(note => (note with { Reason = $"note: {note.Reason}" }).ToString()),
        .. Warnings.Select(warning => $"{file}: note: {warning}"),
    ];

    /// <summary>The same scenario with some of its cells.</summary>
    public ScenarioPlan PartOf(IReadOnlyList<Cell> cells) =>
        cells.Count == Cells.Count ? this : this with { Cells = cells, Whole = Whole ?? Cells };

    /// <summary>A part of the run, which is merged with others, also where it has all cells.</summary>
    /// <param name="cells">At least one.</param>
    /// <param name="partial">By id, the repetitions of cells that have not all of them.</param>
    public ScenarioPlan PartOf(IReadOnlyList<Cell> cells, IReadOnlyDictionary<string, RepetitionRange> partial) =>
        this with { Cells = cells, Whole = Whole ?? Cells, Partial = partial };

    /// <summary>The same with a fixed number of repetitions, for worlds that do not repeat until all is decided.</summary>
    public ScenarioPlan WithFixedRepetitions()
    {
        if (!Scenario.RepeatsUntilDecided) return this;
        Scenario Fixed(Scenario scenario) => scenario with { Repeat = new RepetitionRule(scenario.Repetitions, Auto: false) };
        return this with
        {
            Scenario = Fixed(Scenario),
            Cells = [.. Cells.Select(cell => cell with { Scenario = Fixed(cell.Scenario) })],
        };
    }
}
