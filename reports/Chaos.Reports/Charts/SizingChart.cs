using System.Globalization;
using System.Text;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Charts;

/// <summary>Survival (full line) and newcomers that fail (dashes) over the values that a search has tried.</summary>
/// <param name="Name">Of the arm.</param>
/// <param name="Answer">Its answer.</param>
/// <param name="Axis">The name of the axis.</param>
/// <param name="Points">By rising value; at least one.</param>
internal sealed record SizingChart(string Name, SizingAnswer Answer, string Axis, IReadOnlyList<(long Value, CellResult Cell)> Points)
{
    private const double Width = 600, Height = 280;

    private static readonly Plot Plot = new(Left: 60, Top: 24, Width: 500, Height: 210, DurationSeconds: 1);

    public Markup Draw()
    {
        string title = $"Survival and newcomers over {Axis}: {Name}";
        Markup survival = Line(cell => cell.Survival.Estimate, "s1", "");
        Markup newcomers = Line(cell => cell.Pressure?.FailedEstimate, "s0", "5 4");
        return Table.Frame(title, Markup.Of($"""
            <svg class="curves" viewBox="0 0 {Numbers.Pixel(Width)} {Numbers.Pixel(Height)}" role="img" aria-label="{title}">
            {Axes()}{Mark(Answer.Law, "the law")}{Mark(Answer.Value, "the answer")}{newcomers}{survival}</svg>
            """));
    }

    /// <summary>Values differ by factors: the scale is one of logarithms.</summary>
    private double X(long value)
    {
        (double least, double most) = (Math.Log(Least), Math.Log(Most));
        return Plot.X(most > least ? (Math.Log(value) - least) / (most - least) : 0.5);
    }

    private long Least => Math.Min(Points[0].Value, Answer.Law ?? long.MaxValue);

    private long Most => Math.Max(Points[^1].Value, Answer.Law ?? 0);

    private Markup Line(Func<CellResult, double?> share, string style, string dashes)
    {
        StringBuilder path = new();
        foreach ((long value, CellResult cell) in Points)
        {
            if (share(cell) is not { } height) continue;
            path.Append($"{(path.Length == 0 ? 'M' : 'L')}{Numbers.Pixel(X(value))} {Numbers.Pixel(Plot.Y(height))}");
        }

        return path.Length == 0 ? Markup.Empty
            : Markup.Of($"""<path class="curve {style}" stroke-dasharray="{dashes}" d="{path.ToString()}"/>""");
    }

    private Markup Mark(long? value, string what)
    {
        if (value is not { } at) return Markup.Empty;
        Markup line = Svg.Line("fault", X(at), Plot.Top, X(at), Plot.Bottom);
        return Markup.Of($"{line}{Svg.Label("fault-label", "middle", X(at), Plot.Top - (what == "the law" ? 12 : 2), what)}");
    }

    private Markup Axes()
    {
        IEnumerable<Markup> rows = new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(share => Markup.Join(
        [
            Svg.Line("grid", Plot.Left, Plot.Y(share), Plot.Right, Plot.Y(share)),
            Svg.Label("tick", "end", Plot.Left - 6, Plot.Y(share) + 4, $"{Numbers.Plain(share * 100)} %"),
        ]));
        IEnumerable<Markup> columns = new[] { Least, Answer.Value ?? Least, Most }.Distinct().Select(value => Markup.Join(
        [
            Svg.Line("axis", X(value), Plot.Bottom, X(value), Plot.Bottom + 4),
            Svg.Label("tick", "middle", X(value), Plot.Bottom + 16, value.ToString("#,0", CultureInfo.InvariantCulture)),
        ]));
        return Markup.Of($"{rows}{Svg.Line("axis", Plot.Left, Plot.Bottom, Plot.Right, Plot.Bottom)}{columns}");
    }
}
