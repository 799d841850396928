namespace Chaos.Survival.Repeating;

/// <summary>
/// Something estimated from several seeded runs of one cell. Flows of one repetition share a table, so they live and die together;
/// repetitions share
/// nothing. The spread between repetitions is therefore the only measure of how sure an estimate is.
/// </summary>
public abstract record RepeatedEstimate
{
    /// <summary>How many repetitions it takes for a spread.</summary>
    public const int FewestRepetitions = 2;

    public abstract double Estimate { get; }

    public abstract int Repetitions { get; }

    /// <summary>Null with one repetition: it has no spread, so no interval is claimed.</summary>
    public Interval? IntervalAt(double level = Interval.UsualLevel) => Repetitions < FewestRepetitions ? null : Compute(level);

    /// <summary>The same cell with the same spread, seen more often.</summary>
    public abstract RepeatedEstimate Repeated(int repetitions);

    /// <summary>The first repetitions alone, as if the others had not been run.</summary>
    /// <param name="repetitions">1 to those that there are.</param>
    public abstract RepeatedEstimate First(int repetitions);

    /// <summary>With two repetitions or more.</summary>
    protected abstract Interval Compute(double level);
}
