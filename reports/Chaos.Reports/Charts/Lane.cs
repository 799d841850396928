using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>One quantity of a <see cref="Board"/> over the time of the run.</summary>
/// <param name="Title">What it is, e.g. `table fill`.</param>
/// <param name="Height">Of the drawing.</param>
/// <param name="Maximum">The value at its top; the bottom is 0.</param>
/// <param name="Unit">Behind values: ` %`, `/s`, or nothing.</param>
/// <param name="Lines">At least one.</param>
internal sealed record Lane(string Title, double Height, double Maximum, string Unit, IReadOnlyList<LaneLine> Lines)
{
    /// <summary>A share from 0 to 100 %.</summary>
    public static Lane OfShares(string title, double height, IReadOnlyList<LaneLine> lines) => new(title, height, 100, " %", lines);

    /// <summary>The smallest of 1, 2, 5 times a power of ten that is not below the largest value.</summary>
    public static double RoundMaximum(double largest)
    {
        if (largest <= 0) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(largest)));
        return new[] { 1.0, 2, 5, 10 }.Select(factor => factor * power).First(candidate => candidate >= largest * 0.999999);
    }
}

/// <summary>One line of a lane.</summary>
/// <param name="Name">The row of the grid.</param>
/// <param name="Style">The CSS class that gives colour and dashes.</param>
/// <param name="Path">Draws it, heights as shares of the lane.</param>
/// <param name="Band">Draws the range of the repetitions; empty: there is none.</param>
/// <param name="End">Its height where it ends, as a share of the lane.</param>
/// <param name="EndText">The number beside its name there.</param>
internal sealed record LaneLine(
    string Name, string Style, Func<Plot, string> Path, Func<Plot, string> Band, double End, string EndText)
{
    public Markup Draw(Plot plot)
    {
        string band = Band(plot);
        Markup range = band.Length == 0 ? Markup.Empty
            : Markup.Of($"""<path class="band {Style}" data-name="{Name}" d="{band}"/>""");
        return Markup.Of($"""{range}<path class="curve {Style}" data-name="{Name}" d="{Path(plot)}"/>""");
    }
}
