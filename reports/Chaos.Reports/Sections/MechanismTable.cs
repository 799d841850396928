using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>What our own NAT knows of the dead, and what happened in its map meanwhile.</summary>
internal static class MechanismTable
{
    public static Markup Render(ReportModel model)
    {
        IEnumerable<Markup> heads = Spelling.All<Mechanism>().Select(name => Markup.Of($"""<th scope="col" class="number">{Breakable(name)}</th>"""));
        return Markup.Of($"""
            <h3>Mechanisms and the map</h3>
            <p>Dead flows by what our NAT did to them, then the counters of its map over all repetitions.</p>
            <div class="scroll" tabindex="0" role="group" aria-label="Mechanisms and map counters by cell">
            <table class="plain small"><caption class="hidden">Mechanisms and map counters by cell</caption>
            <thead><tr><th scope="col">cell</th>{heads}<th scope="col" class="number">evictions</th><th scope="col" class="number">restored reverse</th><th scope="col" class="number">restored original</th><th scope="col" class="number">allocation failures</th><th scope="col" class="number">packets</th></tr></thead>
            <tbody>{model.Cells.Select(cell => Row(model, cell))}</tbody></table></div>
            """);
    }

    /// <summary>A camelCase word that may break before its capitals, so that a dozen columns fit a page.</summary>
    private static Markup Breakable(string name) => Markup.Join(
        name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? Markup.Of($"<wbr>{letter.ToString()}") : Markup.Of($"{letter.ToString()}")));

    private static Markup Row(ReportModel model, CellResult cell)
    {
        IEnumerable<Markup> mechanisms = CauseList.Of(cell.Mechanisms).Select(entry => Number(entry.Count));
        MapCounters? map = cell.Map;
        return Markup.Of($"""
            <tr><th scope="row">{CauseSection.Label(model, cell)}</th>{mechanisms}{Number(map?.Evictions)}{Number(map?.RestoredReverse)}{Number(map?.RestoredOriginal)}{Number(map?.AllocationFailures)}{Number(cell.Packets)}</tr>
            """);
    }

    private static Markup Number(long? count)
    {
        string text = count is { } value ? Numbers.Count(value) : ShareText.None;
        return Markup.Of($"""<td class="number {(count is null or 0 ? "faint" : "")}">{text}</td>""");
    }
}
