using Chaos.Packets;
using Chaos.Scenarios;
using Chaos.Traffic;

namespace Chaos.Harness.Planning;

/// <summary>Scenario in, traffic plan out. Two cells that differ only in their NAT get the same traffic.</summary>
public static class RepetitionPlanner
{
    /// <summary>First listening port of a server; the others follow.</summary>
    private const ushort FirstServerPort = 8080;

    /// <summary>What the last deadline needs beyond itself, besides the way of the answer: the pace of the polls.</summary>
    private static readonly long TailMargin = 10 * RunPhases.PollInterval;

    public static RepetitionPlan Plan(Cell cell, int repetition)
    {
        Scenario scenario = cell.Scenario;
        ulong seed = Seeds.OfRepetition(scenario.Seed, repetition);
        ushort[] serverPorts = [.. Enumerable.Range(0, scenario.PortsPerServer).Select(port => (ushort)(FirstServerPort + port))];
        TrafficPlan traffic = new()
        {
            Groups = [.. scenario.Flows.SelectMany(group => group.Shapes.Select(shape => PlanGroup(group, shape)))],
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
        if (scenario.Pressure.Count == 0) return TimeSpan.Zero;
        RateShape[] rates = [.. scenario.Pressure.Select(RateOf)];
        double Entries(double time) => 2 * rates.Sum(rate => rate.StartedBy(time));
        // Rates never are negative, so the entries only grow: double, then halve.
        double early = 0, late = 1e9;
        while (Entries(late) < scenario.Nat.Map.Size) (early, late) = (late, 2 * late);
        for (int step = 0; step < 50; step++)
        {
            double middle = (early + late) / 2;
            if (Entries(middle) < scenario.Nat.Map.Size) early = middle;
            else late = middle;
        }

        return TimeSpan.FromSeconds(late / 1e9);
    }

    private static GroupPlan PlanGroup(FlowGroup group, FlowShape shape) => new()
    {
        Name = group.Name,
        Transport = TransportOf(shape.Protocol),
        ClientPeriod = shape.ClientEvery is { } client ? Nanoseconds.Of(client.Maximum) : 0,
        ServerPeriod = shape.ServerEvery is { } server ? Nanoseconds.Of(server.Maximum) : 0,
        JitterPartsPerMillion = (int)Math.Round(shape.Jitter * 1_000_000),
        Reply = shape.Reply,
        Patience = Nanoseconds.Of(shape.Patience),
        Roaming = shape.Peer == PeerKind.Roaming,
        KeepAlive = shape.KeepAlive is { } keepAlive ? Nanoseconds.Of(keepAlive) : 0,
        ReopenAfter = group.ReopenAfter is { } wait ? Nanoseconds.Of(wait) : null,
    };

    private static PressurePlan PlanPressure(PressureGroup pressure, ulong seed) => new(
        pressure.Name,
        TransportOf(pressure.Protocol),
        RateOf(pressure),
        pressure.Exchanges,
        pressure.Replies,
        pressure.Payload.MinimumBytes,
        pressure.Payload.MaximumBytes,
        Seeds.Of(seed, $"pressure/{pressure.Name}"));

    private static RateShape RateOf(PressureGroup pressure) => new(PerThousandSeconds(pressure.RatePerSecond))
    {
        RampTo = pressure.Ramp is { } ramp ? PerThousandSeconds(ramp.ToPerSecond) : 0,
        RampOver = pressure.Ramp is { } over ? Nanoseconds.Of(over.Over) : 0,
        BurstEvery = pressure.Burst is { } burst ? Nanoseconds.Of(burst.Every) : 0,
        BurstLength = pressure.Burst is { } length ? Nanoseconds.Of(length.Length) : 0,
    };

    private static long PerThousandSeconds(double perSecond) => (long)Math.Round(perSecond * 1000);

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
        Tail: scenario.Flows.Max(group => group.Shapes.Max(shape => PlanGroup(group, shape).LongestDeadline)) + TailMargin + scenario.Links.LongestRoundTrip);

    private static Transport TransportOf(IpProtocol protocol) => protocol == IpProtocol.Tcp ? Transport.Tcp : Transport.Udp;
}
