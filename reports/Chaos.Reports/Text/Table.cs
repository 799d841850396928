
namespace Chaos.Reports.Text;

/// <summary>The plain tables of the page: a hidden caption for screen readers, and a frame that scrolls where the page must not.</summary>
internal static class Table
{
    /// <param name="caption">What the table holds.</param>
    /// <param name="style">CSS classes besides `plain`.</param>
    /// <param name="heads">From <see cref="Head"/> and <see cref="NumberHead"/>.</param>
    /// <param name="rows">From <see cref="Row"/>.</param>
    public static Markup Of(
        string caption, string style, IEnumerable<Markup> heads, IEnumerable<Markup> rows) => Frame(caption, Markup.Of($"""
        <table class="plain {style}"><caption class="hidden">{caption}</caption>
        <thead><tr>{heads}</tr></thead>
        <tbody>{rows}</tbody></table>
        """));

    /// <summary>Something wide, scrolled by itself and reachable by keyboard.</summary>
    public static Markup Frame(string label, Markup content) =>
        Markup.Of($"""<div class="scroll" tabindex="0" role="group" aria-label="{label}">{content}</div>""");

    public static Markup Head(string name) => Markup.Of($"""<th scope="col">{name}</th>""");

    public static Markup NumberHead(string name) => Markup.Of($"""<th scope="col" class="number">{Breakable(name)}</th>""");

    public static Markup Row(params IEnumerable<Markup> cells) => Markup.Of($"<tr>{cells}</tr>\n");

    /// <summary>What the row is about.</summary>
    public static Markup RowHead(string text) => Markup.Of($"""<th scope="row">{text}</th>""");

    /// <summary>The same, for an id or an expression.</summary>
    public static Markup CodeHead(string text) => Markup.Of($"""<th scope="row"><code>{text}</code></th>""");

    public static Markup Cell(string text) => Markup.Of($"<td>{text}</td>");

    public static Markup Number(string text) => Markup.Of($"""<td class="number">{text}</td>""");

    /// <summary>A count; a dash where there is none.</summary>
    public static Markup Number(long? count) => Number(count is { } value ? Numbers.Count(value) : Runs.ShareText.None);

    /// <summary>Where most counts are 0: those step back, so that the others can be seen.</summary>
    public static Markup FaintNumber(long? count) => count == 0 ? Markup.Of($"""<td class="number faint">0</td>""") : Number(count);

    /// <summary>A camelCase word that may break before its capitals, so that a dozen columns fit a page.</summary>
    private static Markup Breakable(string name) => Markup.Join(name.Select((letter, index) =>
        char.IsUpper(letter) && index > 0 ? Markup.Of($"<wbr>{letter.ToString()}") : Markup.Of($"{letter.ToString()}")));
}
