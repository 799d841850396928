using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>The two shapes that charts are made of besides their curves.</summary>
internal static class Svg
{
    public static Markup Line(string style, double fromX, double fromY, double toX, double toY) => Markup.Of($"""
        <line class="{style}" x1="{Numbers.Pixel(fromX)}" y1="{Numbers.Pixel(fromY)}" x2="{Numbers.Pixel(toX)}" y2="{Numbers.Pixel(toY)}"/>
        """);

    public static Markup Label(string style, string anchor, double x, double y, string text) => Markup.Of(
        $"""<text class="{style}" text-anchor="{anchor}" x="{Numbers.Pixel(x)}" y="{Numbers.Pixel(y)}">{text}</text>""");
}
