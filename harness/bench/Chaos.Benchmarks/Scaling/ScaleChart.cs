using System.Globalization;
using System.Text;

namespace Chaos.Benchmarks.Scaling;

/// <summary>
/// The cost of a packet over the number of flows, as a picture: the ratio to the kernel's two lookups, with the times of both at each
/// point.
/// </summary>
/// <param name="points">By number of flows, ascending; each ten times the one before.</param>
/// <param name="bar">The ratio that the largest must not exceed.</param>
internal sealed class ScaleChart(IReadOnlyList<ScalePoint> points, double bar)
{
    private const int Width = 640, Height = 320, Left = 56, Right = 24, Top = 40, Bottom = 48;

    private readonly double highest = Math.Ceiling(Math.Max(bar, points.Max(point => point.Ratio)) + 0.25);

    public string Draw()
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="Cost of a simulated packet over the number of flows" font-family="system-ui, sans-serif" font-size="12" fill="#1b2430">
            <rect width="{Width}" height="{Height}" fill="#ffffff"/>
            {Text(Left, 20, "start", "Time of a simulated packet / time of the kernel's two lookups, by number of flows")}

            """);
        for (double ratio = 0; ratio <= highest; ratio++) svg.AppendLine(Row(ratio, "#d9dee5", $"{ratio:0}"));
        svg.AppendLine(Row(bar, "#a83a00", $"bar {bar:0.0}"));
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline fill="none" stroke="#0067ab" stroke-width="2" points="{string.Join(' ', points.Select((point, place) => $"{X(place)},{Y(point.Ratio)}"))}"/>""");
        for (int place = 0; place < points.Count; place++) svg.AppendLine(Point(points[place], place));
        return svg.Append("</svg>\n").ToString();
    }

    private static string X(int place, int of) => Pixel(Left + 40 + (Width - Left - Right - 80.0) * place / Math.Max(1, of - 1));

    private static string Text(double x, double y, string anchor, FormattableString text) =>
        Text(x, y, anchor, text.ToString(CultureInfo.InvariantCulture));

    private static string Text(double x, double y, string anchor, string text) => $"""<text x="{Pixel(x)}" y="{Pixel(y)}" text-anchor="{anchor}">{text}</text>""";

    private static string Pixel(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private string X(int place) => X(place, points.Count);

    private string Y(double ratio) => Pixel(Level(ratio));

    private double Level(double ratio) => Height - Bottom - (Height - Top - Bottom) * ratio / highest;

    private string Row(double ratio, string colour, FormattableString label) =>
        $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(ratio)}" y2="{Y(ratio)}" stroke="{colour}"/>{Text(Left - 6, Level(ratio) + 4, "end", label)}""";

    private string Point(ScalePoint point, int place) => string.Create(
        CultureInfo.InvariantCulture,
        $"""<circle cx="{X(place)}" cy="{Y(point.Ratio)}" r="4" fill="#0067ab"/>{Label(place, Level(point.Ratio) - 10, $"{point.Ratio:0.00} ({point.Ours.PerPacket:0} / {point.KernelNanoseconds:0} ns)")}{Label(place, Height - Bottom + 18, $"{point.Flows:N0}")}""");

    private string Label(int place, double y, FormattableString text) =>
        Text(double.Parse(X(place), CultureInfo.InvariantCulture), y, "middle", text);
}
