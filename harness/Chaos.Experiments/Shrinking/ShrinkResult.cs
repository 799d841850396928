namespace Chaos.Experiments.Shrinking;

/// <summary>What a search for a smaller scenario found.</summary>
/// <param name="Shows">What the scenario shows, in words.</param>
/// <param name="Yaml">The scenario.</param>
/// <param name="Before">What the run took for one repetition.</param>
/// <param name="After">What the scenario takes.</param>
/// <param name="MapSize">Entries of its map; of several cells the first one's.</param>
/// <param name="DurationSeconds">From t = 0 to the end of pressure.</param>
/// <param name="Tried">Scenarios that were run.</param>
/// <param name="End">Why the search ended.</param>
/// <param name="Notes">What the reader must know.</param>
public sealed record ShrinkResult(
    string Shows, string Yaml, ShrinkSize Before, ShrinkSize After, int MapSize, double DurationSeconds, int Tried, ShrinkEnd End,
    IReadOnlyList<string> Notes)
{
    /// <summary>A death of the scenario with all that shows it; null where no flow of it dies.</summary>
    internal Reproducer? Reproducer { get; init; }
}
