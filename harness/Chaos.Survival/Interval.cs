namespace Chaos.Survival;

/// <summary>Where a value lies, both ends included.</summary>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>The level of every interval that a verdict or a report rests on: 95 of 100 such intervals hold the truth.</summary>
    public const double UsualLevel = 0.95;

    /// <summary>A value taken as it is: what one run gives.</summary>
    public static Interval Point(double value) => new(value, value);

    public bool Contains(double value) => Lower <= value && value <= Upper;
}
