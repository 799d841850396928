using Chaos.Faults;
using Chaos.Model;
using Chaos.Targets;
using Chaos.Targets.Csharp;
using Chaos.Targets.None;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>Small simulations. Periods in milliseconds, 0 is never.</summary>
internal static class Worlds
{
    public const long Second = 1_000_000_000;

    public static GroupPlan Group(
        string name, Transport transport, int clientEvery, int serverEvery, bool reply = false, bool roaming = false) => new()
        {
            Name = name,
            Transport = transport,
            ClientPeriod = clientEvery * 1_000_000L,
            ServerPeriod = serverEvery * 1_000_000L,
            JitterPartsPerMillion = 200_000,
            Reply = reply,
            Patience = 2 * Second,
            Roaming = roaming,
        };

    /// <summary>Two clients, three servers, the same number of flows in each group.</summary>
    public static TrafficPlan Plan(int flowsPerGroup, GroupPlan[] groups, params PressurePlan[] pressure) => new()
    {
        Groups = groups,
        Flows =
        [
            .. Enumerable.Range(0, flowsPerGroup * groups.Length).Select(number => new FlowPlan(
                number, $"{groups[number / flowsPerGroup].Name}-{number % flowsPerGroup}", number / flowsPerGroup, number % 2,
                (ushort)(40000 + number),
                number % 3, 8080, number * 1_000_000L, 64 + number % 100, (ulong)number)),
        ],
        Pressure = pressure,
        Clients = 2,
        Servers = 3,
        ServerPorts = [8080],
        SourcePortMinimum = 32768,
        SourcePortMaximum = 60999,
    };

    public static PressurePlan Churn(int perSecond, bool replies, Transport transport = Transport.Udp) =>
        new("churn", transport, new RateShape(perSecond * 1000L), 1, replies, 64, 64, Seed: 5);

    /// <summary>A table of 65,536 entries, its draws seeded.</summary>
    public static NatOptions Nat(string variant, int mapSize = 65536) => new()
    {
        Variant = variant, Map = new MapOptions(mapSize), Seed = 3,
    };

    /// <summary>Ten seconds after opening, with a tail; <paramref name="variant"/> null is plain routing.</summary>
    public static RunOutcome Run(
        TrafficPlan plan, string? variant, int mapSize = 65536, long? warmUp = 0, PlannedFault[]? faults = null, bool punt = true,
        ITrafficObserver? observer = null, LinkSet? links = null, IcmpHandling icmp = IcmpHandling.AsRelease) => Run(
            new RunPlan
            {
                Name = "test",
                Traffic = plan,
                Nat = Nat(variant ?? "baseline", mapSize) with
                {
                    Unmatched = punt ? UnmatchedReply.Punt : UnmatchedReply.Drop,
                    Icmp = icmp,
                },
                Faults = faults ?? [],
                EndOfFaults = 10 * Second,
                Links = new LinkPlan(links ?? LinkSet.Plain, 4),
                Phases = new RunPhases(2 * Second, warmUp, 0, 60 * Second, 10 * Second, 6 * Second),
            },
            variant is null ? NoneTarget.Instance : new CsharpTarget(),
            observer);

    public static RunOutcome Run(RunPlan plan, ISimulatedTarget? target = null, ITrafficObserver? observer = null) =>
        Simulator.Run(plan, target ?? new CsharpTarget(), observer: observer, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Short flows, those of the warm-up included.</summary>
    public static long Started(RunOutcome result) => result.Newcomers.Sum(group => (group.WarmUp + group.Total()).Started);

    /// <summary>A fault at five seconds.</summary>
    public static PlannedFault At5(Fault fault, long? length = null, IReadOnlyList<int>? flows = null) =>
        new() { Number = 0, Fault = fault, Moments = [5 * Second], Length = length, Seed = 1, Flows = flows };

    /// <summary>Names of the flows that died, by group, with their cause.</summary>
    public static string Deaths(TrafficPlan plan, RunOutcome result) => string.Join(", ", plan.Flows
        .Where(flow => result.Flows.Lives[flow.Number].DiedAt is not null)
        .GroupBy(flow => $"{plan.Groups[flow.Group].Name} {result.Flows.Lives[flow.Number].Cause}")
        .Select(group => $"{group.Key} {group.Count()}"));
}
