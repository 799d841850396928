namespace Chaos.Scenarios;

/// <summary>How often a cell is repeated.</summary>
/// <param name="Count">A number; null: the scenario names none.</param>
/// <param name="Auto">Until every expectation is decided; said by `repetitions: auto`.</param>
public readonly record struct RepetitionRule(int? Count, bool Auto)
{
    /// <summary>Where no number is named, and nothing is to be decided.</summary>
    public const int Usual = 3;
}
