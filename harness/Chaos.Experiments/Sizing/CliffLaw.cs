using Chaos.Model;
using Chaos.Scenarios;

namespace Chaos.Experiments.Sizing;

/// <summary>
/// The law of the cliff: a map carries F flows under lambda new flows a second while it has at least 2 (F + lambda T) entries, T being the
/// mean gap of the direction that speaks more rarely. A search starts from it; harness/docs/cliff.md says where it holds.
/// </summary>
internal static class CliffLaw
{
    /// <summary>Entries; a connection takes two, or one where both directions share it.</summary>
    public static long EntriesFor(Scenario scenario)
    {
        double flows = scenario.Flows.Sum(group => (double)group.Count);
        double perConnection = scenario.Nat.Variant == "single-entry" ? 1 : 2;
        return Math.Max(1, (long)Math.Ceiling(perConnection * (flows + (RateOf(scenario) * GapOf(scenario)))));
    }

    /// <summary>T, seconds.</summary>
    public static double GapOf(Scenario scenario) => scenario.Flows.SelectMany(group => group.Shapes).Max(shape => GapOf(shape.Plan));

    /// <summary>Lambda, new flows a second over the run.</summary>
    public static double RateOf(Scenario scenario)
    {
        double duration = Nanoseconds.Of(scenario.Duration);
        return scenario.Pressure.Sum(group => group.Rate.StartedBy(duration)) / (duration / 1e9);
    }

    private static double GapOf(GroupPlan plan)
    {
        // 0 is `never`. A keep-alive is answered, so it speaks in both directions.
        double client = PerSecond(plan.ClientPeriod), server = PerSecond(plan.ServerPeriod), keepAlive = PerSecond(plan.KeepAlive);
        (double sent, double received) = plan.Reply ? (client + server, client + server) : (client, server);
        double[] speaking = [.. new[] { sent + keepAlive, received + keepAlive }.Where(rate => rate > 0)];
        return speaking.Length == 0 ? 0 : 1 / speaking.Min();
    }

    private static double PerSecond(long period) => period > 0 ? 1e9 / period : 0;
}
