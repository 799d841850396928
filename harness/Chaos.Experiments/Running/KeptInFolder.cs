using System.Globalization;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Running;

/// <summary>
/// Keeps each repetition in a file of the run folder, named after the place of its cell in the whole matrix, so that parts of one run can
/// be put side by side.
/// </summary>
internal sealed class KeptInFolder : IRepetitionKeeper
{
    private readonly RepetitionStore store;
    private readonly Dictionary<Cell, string> names = new(ReferenceEqualityComparer.Instance);

    /// <param name="store">Of the run folder.</param>
    /// <param name="plan">Its cells are kept; others that run beside them are counted only.</param>
    /// <param name="arms">The control arms of the whole matrix.</param>
    public KeptInFolder(RepetitionStore store, ScenarioPlan plan, IReadOnlyList<ControlLoad> arms)
    {
        this.store = store;
        Dictionary<string, int> places = (plan.Whole ?? plan.Cells).Select((cell, place) => (cell.Id, place)).ToDictionary();
        foreach (Cell cell in plan.Cells) names[cell] = NameOf(places[cell.Id]);
        for (int place = 0; place < arms.Count; place++) names[arms[place].Arm] = NameOfControl(place);
    }

    public static string NameOf(int cell, int repetition) => NameOf(NameOf(cell), repetition);

    public static string NameOfControl(int arm, int repetition) => NameOf(NameOfControl(arm), repetition);

    public RepetitionRun? Find(Cell cell, int repetition) =>
        names.TryGetValue(cell, out string? name) && store.Find(NameOf(name, repetition)) is { } file
            ? RepetitionRun.Of(cell.Scenario, file) : null;

    public IRepetitionRows Keep(
        Cell cell, RepetitionFacts facts, IEnumerable<FlowRecord> flows, IEnumerable<RunEvent> events, IEnumerable<TableSample> table) =>
        names.TryGetValue(cell, out string? name)
            ? store.Keep(NameOf(name, facts.Repetition), facts, flows, events, table)
            : OnlyCounted.Instance.Keep(cell, facts, flows, events, table);

    private static string NameOf(int cell) => string.Create(CultureInfo.InvariantCulture, $"cell{cell + 1:D5}");

    private static string NameOfControl(int arm) => string.Create(CultureInfo.InvariantCulture, $"control{arm + 1:D5}");

    private static string NameOf(string cell, int repetition) => string.Create(CultureInfo.InvariantCulture, $"{cell}-{repetition:D4}");
}
