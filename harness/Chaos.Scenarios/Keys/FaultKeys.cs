using Chaos.Faults;
using Chaos.Scenarios.Faults;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`faults:`, what happens to the world at stated moments. The faults themselves are <see cref="FaultEntries"/>.</summary>
internal static class FaultKeys
{
    public static readonly ScalarKey<TimeSpan?> At = new(
        "at", "The moment, from t = 0, before the end of the faults; with `every` the first one.",
        new OptionalParser<TimeSpan>(CommonParsers.TimeFromZero))
    { Optional = true };

    public static readonly ScalarKey<TimeSpan?> Every = new(
        "every", "Again and again with this period; without `at` first after one period.",
        new OptionalParser<TimeSpan>(new DurationParser(TimeSpan.FromMilliseconds(10), CommonParsers.LongestTime)))
    { Optional = true };

    public static readonly ScalarKey<TimeSpan?> Until = new(
        "until", "The last moment that `every` may reach; without it, the end of the faults.",
        new OptionalParser<TimeSpan>(CommonParsers.TimeFromZero))
    { Optional = true };

    public static readonly ScalarKey<TimeRange?> Between = new(
        "between", "One moment between two, drawn from the seed, for example 10s..20s.", new TimeRangeParser(CommonParsers.TimeFromZero))
    { Optional = true };

    public static readonly ScalarKey<FaultCondition> When = new(
        "when", "One moment, when a condition on the table or on survival holds for the first time, for example \"fill >= 90%\".",
        new ConditionParser(new BoundParser("%", 0)))
    { Optional = true };

    public static readonly ScalarKey<TimeSpan?> For = new(
        "for", "How long it lasts; a fault that lasts ends with the faults at the latest.",
        new OptionalParser<TimeSpan>(CommonParsers.TimeAboveZero))
    { Optional = true };

    public static readonly ListKey Faults = new(
        "faults",
        "Carried out by time; at the same moment what ends comes before what begins, each in file order.",
        [At, Every, Until, Between, When, For, .. FaultEntries.All.Select(entry => entry.Key)])
    { OneOf = [.. FaultEntries.All.Select(entry => entry.Name)] };
}
