using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chaos.Reports.Text;

/// <summary>
/// HTML that is safe to place in a page. The only way to make some is <see cref="Of"/>, whose interpolated holes are encoded:
/// markup reads as markup, and a hostile name in a hole stays text. Attribute values stand in double quotes, always.
/// </summary>
internal readonly struct Markup
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

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

    /// <summary>Data for the script: the encoder leaves no character that could end the element that it stands in.</summary>
    public static Markup Json<T>(T data) => new(JsonSerializer.Serialize(data, JsonOptions));

    /// <summary>Base 64, whose letters mean nothing to HTML; encoded, a `+` would no longer be one to readers of the source.</summary>
    /// <exception cref="FormatException">It is not base 64.</exception>
    public static Markup Base64(string text)
    {
        Convert.FromBase64String(text);
        return new Markup(text);
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
