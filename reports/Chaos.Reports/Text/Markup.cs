using System.Text;

namespace Chaos.Reports.Text;

/// <summary>
/// HTML that is safe to place in a page. The only way to make some is <see cref="Of"/>, whose interpolated holes are encoded:
/// markup reads as markup, and a hostile name in a hole stays text. Attribute values stand in double quotes, always.
/// </summary>
internal readonly struct Markup
{
    private readonly string? html;

    private Markup(string html) => this.html = html;

    public static Markup Empty => default;

    public static Markup Of(MarkupHandler html) => new(html.ToString());

    public static Markup Join(IEnumerable<Markup> parts)
    {
        StringBuilder html = new();
        foreach (Markup part in parts)
            html.Append(part.html);
        return new Markup(html.ToString());
    }

    /// <summary>One of our own embedded files, taken as it is.</summary>
    public static Markup Asset(string name)
    {
        using Stream stream = typeof(Markup).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource '{name}'.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return new Markup(reader.ReadToEnd());
    }

    public override string ToString() => html ?? "";
}
