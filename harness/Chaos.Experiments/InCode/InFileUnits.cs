using System.Globalization;

namespace Chaos.Experiments.InCode;

/// <summary>Values as a scenario file spells them.</summary>
internal static class InFileUnits
{
    /// <param name="time">Whole milliseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has a part of a millisecond.</exception>
    public static string Of(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerMillisecond}ms")
        : throw new ArgumentOutOfRangeException(nameof(time), time, "a scenario counts whole milliseconds");
}
