using Chaos.Packets;
using Chaos.Scenarios;
using Chaos.Traffic;

namespace Chaos.Harness.Planning;

/// <summary>Scenario in, traffic plan out. Two cells that differ only in their NAT get the same traffic.</summary>
public static class RepetitionPlanner
{
    /// <summary>First listening port of a server; the others follow.</summary>
    private const ushort FirstServerPort = 8080;

    /// <summary>What the last deadline needs beyond itself: the way of the answer, and the pace of the polls.</summary>
    private static readonly long TailMargin = 10 * RunPhases.PollInterval;

    public static RepetitionPlan Plan(Cell cell, int repetition)
    {
        Scenario scenario = cell.Scenario;
        ulong seed = Seeds.OfRepetition(scenario.Seed, repetition);
        ushort[] serverPorts = [.. Enumerable.Range(0, scenario.PortsPerServer).Select(port => (ushort)(FirstServerPort + port))];
        TrafficPlan traffic = new()
        {
            Groups = [.. scenario.Flows.Select(PlanGroup)],
            Flows = new Population(scenario, serverPorts, seed).Draw(),
            Pressure = [.. scenario.Pressure.Select(pressure => PlanPressure(pressure, seed))],
            Clients = scenario.Clients,
            Servers = scenario.Servers,
            ServerPorts = serverPorts,
            SourcePortMinimum = scenario.SourcePorts.Minimum,
            SourcePortMaximum = scenario.SourcePorts.Maximum,
        };
        Dictionary<string, IReadOnlySet<int>> flowsOfGroup = traffic.Flows.GroupBy(flow => traffic.Groups[flow.Group].Name)
            .ToDictionary(group => group.Key, group => (IReadOnlySet<int>)group.Select(flow => flow.Number).ToHashSet());
        return new RepetitionPlan
        {
            Cell = cell,
            Repetition = repetition,
            Seed = seed,
            Traffic = traffic,
            Phases = PlanPhases(scenario),
            Faults = new FaultPlanner(scenario, seed, flowsOfGroup).Plan(),
            EndOfFaults = Nanoseconds.Of(scenario.EndOfFaults),
        };
    }

    /// <summary>How long the churn needs to fill the map once, if every new flow makes two entries; zero without pressure.</summary>
    public static TimeSpan ExpectedFillTime(Scenario scenario)
    {
        double entriesPerSecond = 2 * scenario.Pressure.Sum(pressure => pressure.RatePerSecond);
        return entriesPerSecond == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(scenario.Nat.Map.Size / entriesPerSecond);
    }

    private static GroupPlan PlanGroup(FlowGroup group) => new()
    {
        Name = group.Name,
        Transport = TransportOf(group.Protocol),
        ClientPeriod = group.ClientEvery is { } client ? Nanoseconds.Of(client) : 0,
        ServerPeriod = group.ServerEvery is { } server ? Nanoseconds.Of(server) : 0,
        JitterPartsPerMillion = (int)Math.Round(group.Jitter * 1_000_000),
        Reply = group.Reply,
        Patience = Nanoseconds.Of(group.Patience),
        Roaming = group.Peer == PeerKind.Roaming,
    };

    private static PressurePlan PlanPressure(PressureGroup pressure, ulong seed) => new(
        pressure.Name,
        TransportOf(pressure.Protocol),
        (long)Math.Round(pressure.RatePerSecond * 1000),
        pressure.Exchanges,
        pressure.Replies,
        pressure.Payload.MinimumBytes,
        pressure.Payload.MaximumBytes,
        Seeds.Of(seed, $"pressure/{pressure.Name}"));

    /// <summary>The phases of a repetition; they are the same in each.</summary>
    public static RunPhases PlanPhases(Scenario scenario) => new(
        OpenUntil: Nanoseconds.Of(scenario.Flows.Max(group => group.OpenOver)) + RunPhases.Settle,
        WarmUp: scenario.WarmUp.Kind switch
        {
            WarmUpKind.UntilFull => null,
            WarmUpKind.None => 0,
            _ => Nanoseconds.Of(scenario.WarmUp.Length),
        },
        ExpectedFill: Nanoseconds.Of(ExpectedFillTime(scenario)),
        WarmUpLimit: Nanoseconds.Of(2 * ExpectedFillTime(scenario) + TimeSpan.FromSeconds(10)),
        Duration: Nanoseconds.Of(scenario.Duration),
        Tail: scenario.Flows.Max(group => PlanGroup(group).LongestDeadline) + TailMargin);

    private static Transport TransportOf(IpProtocol protocol) => protocol == IpProtocol.Tcp ? Transport.Tcp : Transport.Udp;
}
