using Chaos.Model;
using Chaos.Scenarios;

namespace Chaos.Experiments.Planning;

/// <summary>How much traffic a scenario has, about: enough to compare its cells.</summary>
internal static class Load
{
    /// <summary>Segments of a TCP connection besides its messages: handshake and close.</summary>
    private const int TcpExtra = 7;

    /// <summary>A message crosses two links, on this and that side of the node.</summary>
    private const int Links = 2;

    public static int FlowsOf(Scenario scenario) => scenario.Flows.Sum(group => group.Count);

    /// <summary>Of the scenario's own time, warm-up and tail included.</summary>
    public static double SecondsOf(Scenario scenario)
    {
        RunPhases phases = RepetitionPlanner.PlanPhases(scenario);
        return ((phases.WarmUp ?? phases.ExpectedFill) + phases.Duration + phases.Tail) / 1e9;
    }

    /// <summary>What a repetition costs, compared with others: packets, and as many again for what is done without one.</summary>
    public static double CostOf(Scenario scenario) => SecondsOf(scenario) * (1 + PacketsPerSecond(scenario)) + FlowsOf(scenario);

    /// <summary>Packets on the wires for each second of the scenario's own time.</summary>
    public static double PacketsPerSecond(Scenario scenario) =>
        Links * (scenario.Flows.Sum(OfGroup) + scenario.Pressure.Sum(OfPressure));

    private static double OfPressure(PressurePlan group) => group.Rate.HighestPerSecond
        * ((group.Exchanges * (group.Replies ? 2 : 1)) + (group.Transport == Transport.Tcp ? TcpExtra : 0));

    private static double OfGroup(FlowGroup group) => group.Count * group.Shapes.Sum(shape => group.ShareOf(shape) * OfShape(shape));

    private static double OfShape(FlowShape shape)
    {
        double messages = Rate(shape.ClientEvery) + Rate(shape.ServerEvery);
        return messages * (shape.Plan.Reply ? 2 : 1) * (shape.Plan.Transport == Transport.Tcp ? 2 : 1);
    }

    private static double Rate(PeriodSpread? every) => every is { } spread ? 2 / (spread.Minimum + spread.Maximum).TotalSeconds : 0;
}
