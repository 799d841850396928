namespace Chaos.Survival;

/// <summary>Something that can be held against the interval of an estimate.</summary>
public interface IClaim
{
    /// <summary>Pass: true of everything in the interval. Fail: of nothing in it. Unknown: the data do not settle it.</summary>
    Verdict Judge(Interval interval);

    /// <summary>Room left: positive on the good side, negative by how much it is missed.</summary>
    double Margin(double estimate);
}

/// <summary>At most so far from 0 on either side: what `same` claims of a difference.</summary>
public readonly record struct Within(double Distance) : IClaim
{
    public Verdict Judge(Interval interval) =>
        interval.Lower >= -Distance && interval.Upper <= Distance ? Verdict.Pass
        : interval.Lower > Distance || interval.Upper < -Distance ? Verdict.Fail
        : Verdict.Unknown;

    public double Margin(double estimate) => Distance - Math.Abs(estimate);
}
