using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Faults as they were carried out, one row for each of the scenario, and what the generator has to own up to.</summary>
internal static class FaultSection
{
    private const int MostRows = 200;

    public static Markup Render(ReportModel model)
    {
        Markup faults = Faults(model), notes = Notes(model);
        if (faults.ToString().Length + notes.ToString().Length == 0) return Markup.Empty;
        return Markup.Of($"""
            <section id="faults" aria-labelledby="faults-heading">
            <h2 id="faults-heading">Faults and notes</h2>
            {faults}{notes}
            </section>
            """);
    }

    private static Markup Faults(ReportModel model)
    {
        IGrouping<string, RunEvent>[] kinds =
            [.. model.Run.Events.Where(one => one.Kind == RunEventKind.Fault && model.CellOf(one.Cell) is not null).GroupBy(What)];
        if (kinds.Length == 0) return Markup.Empty;
        Markup table = Table.Of(
            "Faults as carried out",
            "small wrap",
            [
                Table.Head("what"), Table.NumberHead("times"), Table.NumberHead("from"), Table.NumberHead("to"), Table.NumberHead("cells"),
                Table.NumberHead("entries, each time"), Table.NumberHead("watched flows hit, each time"),
                    Table.NumberHead("flows hit in all"),
            ],
            kinds.Take(MostRows).Select(Row));
        string more = kinds.Length > MostRows ? $" The first {MostRows} of {Numbers.Count(kinds.Length)} are shown; events.jsonl has "
            + $"them all." : "";
        return Markup.Of($"<p>As carried out, not as planned; each fault with all cells and repetitions together.{more}</p>{table}");
    }

    private static Markup Row(IGrouping<string, RunEvent> kind) => Table.Row(
        Table.RowHead(kind.Key),
        Table.Number(kind.Count(one => one.Phase is not "end")),
        Table.Number(Numbers.Moment(kind.Min(one => one.TimeNs))),
        Table.Number(Numbers.Moment(kind.Max(one => one.TimeNs))),
        Table.Number(kind.Select(one => one.Cell).Distinct().Count()),
        Table.Number(Range(kind.Select(one => one.Counts?.TryGetValue("entries", out long entries) == true ? (long?)entries : null))),
        Table.Number(Range(kind.Where(one => one.Phase is not "end").Select(one => (long?)one.Which?.Count))),
        Table.Number(kind.Sum(one => (long)(one.Which?.Count ?? 0))));

    private static string Range(IEnumerable<long?> counts)
    {
        long[] all = [.. counts.OfType<long>()];
        return all.Length == 0 ? ShareText.None
            : all.Min() == all.Max() ? Numbers.Count(all[0]) : $"{Numbers.Count(all.Min())} to {Numbers.Count(all.Max())}";
    }

    private static string What(RunEvent one) => string.Join(
        ' ', new[] { one.Fault }.Concat((one.With ?? new Dictionary<string, string>()).Select(Told)).Append(one.Phase == "refused"
            ? one.Phase : null)
            .OfType<string>());

    /// <summary>A length of time as people write it.</summary>
    private static string Told(KeyValuePair<string, string> told) =>
        told.Key.EndsWith("nanoseconds", StringComparison.OrdinalIgnoreCase) && long.TryParse(told.Value, out long nanoseconds)
            ? $"{(told.Key.Length == "nanoseconds".Length ? "by" : told.Key[..^"nanoseconds".Length])}={Numbers.Plain(nanoseconds / 1e6)}ms"
            : $"{told.Key}={told.Value}";

    private static Markup Notes(ReportModel model)
    {
        IGrouping<string, RunEvent>[] notes = [.. model.Run.Events.Where(one => one.Kind == RunEventKind.Generator).GroupBy(one =>
            one.Note ?? "")];
        if (notes.Length == 0) return Markup.Empty;
        Markup table = Table.Of(
            "Notes",
            "small wrap",
            [Table.Head("note"), Table.NumberHead("times"), Table.Head("first in")],
            notes.Take(MostRows).Select(note => Table.Row(
                Table.RowHead(note.Key), Table.Number(note.Count()),
                Table.Cell(model.CellOf(note.First().Cell) is { } cell
                    ? $"{CauseSection.Label(model, cell)}, repetition {note.First().Repetition}" : note.First().Cell))));
        return Markup.Of($"<h3>Notes</h3>{table}");
    }
}
