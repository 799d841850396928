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
        if (events.Length == 0)
        {
            return Markup.Empty;
        }

        string more = events.Length > MostRows
            ? $" The first {MostRows} of {Numbers.Count(events.Length)} are shown; events.jsonl has them all."
            : "";
        return Markup.Of($"""
            <section id="faults" aria-labelledby="faults-heading">
            <h2 id="faults-heading">Faults and notes</h2>
            <p>As carried out, not as planned.{more}</p>
            <div class="scroll" tabindex="0" role="group" aria-label="Faults">
            <table class="plain small"><caption class="hidden">Faults as carried out</caption>
            <thead><tr><th scope="col">cell</th><th scope="col" class="number">repetition</th><th scope="col" class="number">time</th><th scope="col">what</th><th scope="col" class="number">requested</th><th scope="col" class="number">removed</th><th scope="col" class="number">watched flows hit</th></tr></thead>
            <tbody>{events.Take(MostRows).Select(Row)}</tbody></table></div>
            </section>
            """);
    }

    private static Markup Row(RunEvent one) => Markup.Of($"""
        <tr><th scope="row"><code>{one.Cell}</code></th><td class="number">{one.Repetition}</td><td class="number">{Numbers.Moment(one.TimeNs)}</td><td>{What(one)}</td><td class="number">{Count(one.Requested)}</td><td class="number">{Count(one.Removed)}</td><td class="number">{Count(one.Which?.Count)}</td></tr>
        """);

    private static string What(RunEvent one) => one.Kind == RunEventKind.Fault
        ? string.Join(" ", new[] { "evict", one.Half, one.Select, one.Group is null ? null : $"of {one.Group}" }.Where(word => word is not null))
        : one.Note ?? "";

    private static string Count(int? count) => count is { } value ? Numbers.Count(value) : ShareText.None;
}
