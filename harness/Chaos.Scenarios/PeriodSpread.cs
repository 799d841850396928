namespace Chaos.Scenarios;

/// <summary>The period of a direction's messages: one for all flows of a group, or drawn once for each flow.</summary>
/// <param name="Minimum">The shortest.</param>
/// <param name="Maximum">The longest; equal to the shortest where all flows have the same.</param>
/// <param name="Quartiles">Null: drawn evenly between the two. Else a quarter of the flows lies, evenly, between each two neighbours of the
/// five numbers.</param>
public readonly record struct PeriodSpread(TimeSpan Minimum, TimeSpan Maximum, Quartiles? Quartiles = null)
{
    public bool IsOne => Minimum == Maximum;

    /// <summary>From shortest to longest; a draw picks a gap and then a place in it.</summary>
    public IReadOnlyList<TimeSpan> Points =>
        Quartiles is { } middle ? [Minimum, middle.Lower, middle.Median, middle.Upper, Maximum] : [Minimum, Maximum];
}

/// <summary>The middle of a five-number summary.</summary>
public readonly record struct Quartiles(TimeSpan Lower, TimeSpan Median, TimeSpan Upper);
