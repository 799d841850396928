namespace Chaos.Scenarios.Rules;

/// <summary>How long the warm-up of a scenario will take, about.</summary>
internal static class WarmUpTime
{
    /// <summary>`untilFull` ends when the entries of watched flows and churn have filled the map; two entries make one flow.</summary>
    public static double SecondsOf(Scenario scenario) => scenario.WarmUp.Kind switch
    {
        WarmUpKind.Fixed => scenario.WarmUp.Length.TotalSeconds,
        WarmUpKind.UntilFull when scenario.Pressure.Count > 0 =>
            Math.Max(0, (scenario.Nat.Map.Size / 2.0) - scenario.Flows.Sum(group => (double)group.Count))
            / scenario.Pressure.Sum(group => group.Rate.HighestPerSecond),
        _ => 0,
    };
}
