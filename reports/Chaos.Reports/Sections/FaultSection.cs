using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Faults as they were carried out, and what the generator has to own up to; nothing when there was neither.</summary>
internal static class FaultSection
{
    private const int MostRows = 200;

    public static Markup Render(ReportModel model)
    {
        RunEvent[] events = [.. model.Run.Events.Where(one => one.Kind is RunEventKind.Fault or RunEventKind.Generator)];
        if (events.Length == 0) return Markup.Empty;
        string more = events.Length > MostRows
            ? $" The first {MostRows} of {Numbers.Count(events.Length)} are shown; events.jsonl has them all."
            : "";
        Markup table = Table.Of(
            "Faults as carried out",
            "small",
            [
                Table.Head("cell"), Table.NumberHead("repetition"), Table.NumberHead("time"), Table.Head("what"),
                Table.NumberHead("entries"), Table.NumberHead("watched flows hit"),
            ],
            events.Take(MostRows).Select(Row));
        return Markup.Of($"""
            <section id="faults" aria-labelledby="faults-heading">
            <h2 id="faults-heading">Faults and notes</h2>
            <p>As carried out, not as planned.{more}</p>
            {table}
            </section>
            """);
    }

    private static Markup Row(RunEvent one) => Table.Row(
        Table.CodeHead(one.Cell),
        Table.Number(one.Repetition),
        Table.Number(Numbers.Moment(one.TimeNs)),
        Table.Cell(What(one)),
        Table.Number(one.Counts?.TryGetValue("entries", out long entries) == true ? entries : null),
        Table.Number(one.Which?.Count));

    private static string What(RunEvent one) => one.Kind == RunEventKind.Fault
        ? string.Join(' ', Words(one).OfType<string>())
        : one.Note ?? "";

    private static string?[] Words(RunEvent one) =>
        [one.Fault, .. (one.With ?? new Dictionary<string, string>()).Select(told => $"{told.Key}={told.Value}"), one.Phase];
}
