using System.Globalization;
using Chaos.Model;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Dead flows by name, each with its end in words, and some that lived; searched and filtered by the script.</summary>
internal static class FlowExplorer
{
    private const int MostDead = ShownDeaths.Most, MostAlive = 20;

    private static readonly string[] Columns =
        ["flow", "what happened", "cell", "repetition", "protocol", "cause", "mechanism", "broken at", "detected at"];

    public static Markup Render(ReportModel model)
    {
        Dictionary<Kind, int> kinds = [];
        foreach (FlowRecord flow in model.Run.Flows.Where(flow =>
            IsDead(model, flow))) kinds[KindOf(flow)] = kinds.GetValueOrDefault(KindOf(flow)) + 1;
        int dead = kinds.Values.Sum();
        List<FlowRecord> shown = FairShare(model, kinds);
        if (dead > 0) shown.AddRange(Alive(model));
        ILookup<(string, int, string?), RunEvent> losses = model.Run.Events
            .Where(one => one is { Kind: RunEventKind.Eviction, Flow: not null })
            .ToLookup(one => (one.Cell, one.Repetition, one.Flow));
        HashSet<string> files = [.. model.Run.Attachments];

        string told = dead > MostDead
            ? $"{MostDead} of {Numbers.Count(dead)} dead flows: of each cell, cause and mechanism the first ones, in equal "
                + $"parts (at most "
                + $"{MostDead}), and some that lived; flows.csv has them all."
            : dead == 0 ? "No watched flow died." : $"All {Numbers.Plural(dead, "dead flow")}, and some that lived.";
        Markup table = dead == 0
            ? Markup.Empty
            : Table.Of(
                "Dead flows",
                "small sortable",
                Columns.Select(Table.Head),
                shown.Select(flow => Row(model, flow, [.. losses[(flow.Cell, flow.Repetition, flow.Flow)]], files)));
        Markup search = dead == 0 ? Markup.Empty : Markup.Of($"""
            <p class="search" hidden><label>Find <input type="search" id="flow-search" placeholder="a flow, a cell, a word"></label>
            <span id="flow-count" aria-live="polite"></span></p>
            """);
        return Markup.Of($"""
            <section id="flows" aria-labelledby="flows-heading">
            <h2 id="flows-heading">Dead flows</h2>
            <p>{told}</p>{search}
            <div class="tall">{table}</div>
            </section>
            """);
    }

    /// <summary>The anchor of a flow: made of its cell's place, the repetition and its name.</summary>
    public static string AnchorOf(ReportModel model, FlowRecord flow) =>
        string.Create(CultureInfo.InvariantCulture,
            $"flow={flow.Flow}&repetition={flow.Repetition}&{model.AnchorOf(model.CellOf(flow.Cell)!)}");

    private static bool IsDead(ReportModel model, FlowRecord flow) =>
        flow.State is FlowState.Died or FlowState.Refused && model.CellOf(flow.Cell) is not null;

    private static Kind KindOf(FlowRecord flow) => new(flow.Cell, flow.Cause, flow.Mechanism);

    /// <summary>The same number of each kind of death in each cell, more where others have fewer; in file order.</summary>
    private static List<FlowRecord> FairShare(ReportModel model, Dictionary<Kind, int> kinds)
    {
        Dictionary<Kind, int> shares = [];
        int left = MostDead, waiting = kinds.Count;
        foreach ((Kind kind, int count) in kinds.OrderBy(kind => kind.Value))
        {
            shares[kind] = Math.Min(count, left / waiting--);
            left -= shares[kind];
        }

        List<FlowRecord> shown = [];
        foreach (FlowRecord flow in model.Run.Flows.Where(flow => IsDead(model, flow)))
        {
            if (shares[KindOf(flow)]-- > 0) shown.Add(flow);
            if (shown.Count == MostDead) break;
        }

        return shown;
    }

    private static IEnumerable<FlowRecord> Alive(ReportModel model)
    {
        HashSet<(string, string)> seen = [];
        return model.Run.Flows.Where(flow => flow.State == FlowState.Survived && model.CellOf(flow.Cell) is not null
            && seen.Add((flow.Cell, flow.Group))).Take(MostAlive);
    }

    private static Markup Row(ReportModel model, FlowRecord flow, RunEvent[] losses, HashSet<string> files)
    {
        string anchor = AnchorOf(model, flow);
        string bars = string.Join(';', losses.Select(loss => $"{loss.Half}@{Seconds.Format(loss.TimeNs)}"));
        return Markup.Of($"""
            <tr id="{anchor}" data-opened="{Text(flow.OpenedAtNs)}" data-ended="{Text(flow.DetectedAtNs ?? flow.ObservedUntilNs)}" data-lost="{bars}">
            <th scope="row"><a href="#{anchor}">{flow.Flow}</a>{Packets(flow, files)}</th><td class="story">{FlowStory.Of(flow, losses)}</td>
            {Table.Cell(CauseSection.Label(model, model.CellOf(flow.Cell)!))}{Table.Number(flow.Repetition)}{Table.Cell(flow.Protocol)}
            {Table.Cell(flow.State == FlowState.Survived ? "lived" : Spelling.Of(flow.Cause))}{Table.Cell(Spelling.Of(flow.Mechanism))}
            {Time(flow.BrokenAtNs)}{Time(flow.DetectedAtNs)}</tr>

            """);
    }

    private static string Text(long? nanoseconds) => nanoseconds is { } time ? Seconds.Format(time) : "";

    /// <summary>The packets that a run with --pcap kept of it.</summary>
    private static Markup Packets(FlowRecord flow, HashSet<string> files)
    {
        string file = string.Create(
            CultureInfo.InvariantCulture, $"attachments/{flow.Cell.Replace('/', '_')}/{flow.Repetition}/{flow.Flow}.pcapng");
        return files.Contains(file)
            ? Markup.Of($""" <a class="pcap" href="{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}">packets</a>""") : Markup.Empty;
    }

    private static Markup Time(long? nanoseconds)
    {
        string order = (nanoseconds ?? long.MinValue).ToString(CultureInfo.InvariantCulture);
        return Markup.Of($"""<td class="number" data-order="{order}">{Numbers.Moment(nanoseconds)}</td>""");
    }

    /// <summary>Deaths that are told alike.</summary>
    private readonly record struct Kind(string Cell, DeathCause Cause, Mechanism Mechanism);
}
