using System.Globalization;

namespace Chaos.Reports.Charts;

/// <summary>Where a survival curve is drawn: time to the right, survival upwards, in the units of the drawing.</summary>
internal sealed record Plot(double Left, double Top, double Width, double Height, double DurationSeconds)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public double X(double seconds) => Left + (DurationSeconds > 0 ? Width * Math.Clamp(seconds / DurationSeconds, 0, 1) : 0);

    public double Y(double survival) => Bottom - (Height * survival);

    /// <summary>Round times from 0 to the end, about six of them; the end is always one, so that the last number can be read off.</summary>
    public IReadOnlyList<double> TimeTicks()
    {
        // In decimal, so that the third step of 0.1 s is 0.3 s and not 0.30000000000000004.
        decimal duration = (decimal)DurationSeconds;
        decimal step = RoundStep(DurationSeconds / 5);
        List<double> ticks = [];
        for (decimal tick = 0; step > 0 && tick <= duration - (step / 2); tick += step)
            ticks.Add((double)tick);

        ticks.Add(DurationSeconds);
        return ticks;
    }

    /// <summary>The smallest of 1, 2, 5 times a power of ten that is not below the wish.</summary>
    private static decimal RoundStep(double wish)
    {
        if (wish <= 0) return 0;
        int exponent = (int)Math.Floor(Math.Log10(wish));
        decimal power = decimal.Parse($"1E{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);
        decimal[] candidates = [power, 2 * power, 5 * power];
        return candidates.FirstOrDefault(candidate => (double)candidate >= wish, 10 * power);
    }
}
