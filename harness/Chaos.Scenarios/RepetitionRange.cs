namespace Chaos.Scenarios;

/// <summary>Repetitions that follow each other.</summary>
/// <param name="First">From 1.</param>
/// <param name="Last">At least the first.</param>
public readonly record struct RepetitionRange(int First, int Last)
{
    public int Count => Last - First + 1;

    public IEnumerable<int> All => Enumerable.Range(First, Count);

    /// <summary>All from the first on.</summary>
    public static RepetitionRange To(int count) => new(1, count);
}
