namespace Chaos.Model;

/// <summary>The short flows of one pressure group.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="WarmUp">Flows that started before t = 0.</param>
/// <param name="BySecond">Flows by the second after t = 0 in which they started, the first at place 0.</param>
public sealed record NewcomerGroup(string Name, NewcomerCounts WarmUp, IReadOnlyList<NewcomerCounts> BySecond)
{
    /// <summary>From t = 0 on.</summary>
    public NewcomerCounts Total() => NewcomerCounts.Sum(BySecond);

    /// <summary>What several clients saw of the same groups, in the order of their first appearance.</summary>
    public static IReadOnlyList<NewcomerGroup> Merge(IEnumerable<NewcomerGroup> parts) =>
        [.. parts.GroupBy(part => part.Name).Select(same => same.Aggregate((one, other) => one.Plus(other)))];

    private NewcomerGroup Plus(NewcomerGroup other)
    {
        NewcomerCounts At(IReadOnlyList<NewcomerCounts> counts, int second) => second < counts.Count ? counts[second] : default;
        int seconds = Math.Max(BySecond.Count, other.BySecond.Count);
        return new NewcomerGroup(
            Name, WarmUp + other.WarmUp,
            [.. Enumerable.Range(0, seconds).Select(second => At(BySecond, second) + At(other.BySecond, second))]);
    }
}
