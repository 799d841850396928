using Chaos.Model;
using Chaos.Simulation;
using Chaos.Targets.Csharp;
using Chaos.Worlds;

namespace Chaos.Benchmarks.Cliffs;

/// <summary>Flows on which each side speaks in its own rhythm, under churn: alive or dead is a question of the map's size.</summary>
/// <remarks>
/// Neither side answers. A flow that only asks would hide its losses: a client that speaks first after both entries are gone gets the same
/// port again.
/// </remarks>
/// <param name="Flows">F.</param>
/// <param name="NewFlowsPerSecond">Lambda.</param>
/// <param name="GapSeconds">T, the mean gap of each direction; 20 % of jitter around it.</param>
/// <param name="Variant">The NAT's.</param>
/// <param name="Answered">Each short flow is answered; else it is one packet.</param>
/// <param name="Seed">Of all draws.</param>
internal sealed record CliffCase(int Flows, int NewFlowsPerSecond, int GapSeconds, string Variant, bool Answered, ulong Seed)
{
    /// <summary>Nanoseconds between node and servers, there and back; null: plain links.</summary>
    public long? RoundTrip { get; init; }

    private const long Second = 1_000_000_000;
    private const int Clients = 4, Servers = 8;
    private const ushort FirstPort = 32768, LastPort = 60999, ServerPort = 8080;

    /// <summary>Flows open within this time, before the churn begins: short against the gap.</summary>
    private const long OpenOver = Second / 2;

    /// <summary>How many gaps a run takes.</summary>
    private const int Gaps = 6;

    /// <summary>The size that the law asks for: 2 (F + lambda T) entries.</summary>
    public int Law => 2 * (Flows + (NewFlowsPerSecond * GapSeconds));

    /// <summary>The share of flows that are alive at the end, 0 to 1, in a map of this size.</summary>
    public double Survival(int mapSize) =>
        (double)Run(mapSize).Flows.Lives.Count(life => life is { OpenedAt: not null, DiedAt: null }) / Flows;

    /// <summary>The share of newcomers that are answered, 0 to 1, in a map of this size; 1 where nobody sees their fate.</summary>
    public double Answering(int mapSize) => 1 - (Run(mapSize).Newcomers.Single().Total().FailedShare ?? 0);

    public RunOutcome Run(int mapSize)
    {
        TrafficPlan traffic = Plan();
        RunPlan plan = new()
        {
            Name = "cliff",
            Traffic = traffic,
            Links = new LinkPlan(
                RoundTrip is { } time ? LinkSet.Plain.WithRoundTrip(time, RoundTripPlace.Servers) : LinkSet.Plain, Seed),
            Nat = new NatOptions { Variant = Variant, Map = new MapOptions(mapSize, PossibleCpus: 2), Seed = Seed },
            Phases = new RunPhases(
                OpenOver + RunPhases.Settle, null, 0, 1000 * Second, Gaps * GapSeconds * Second,
                traffic.Groups[0].LongestDeadline + Second),
        };
        return Simulator.Run(plan, new CsharpTarget());
    }

    private TrafficPlan Plan() => new()
    {
        Groups =
        [
            new GroupPlan
            {
                Name = "api", Transport = Transport.Udp, ClientPeriod = GapSeconds * Second, ServerPeriod = GapSeconds * Second,
                JitterPartsPerMillion = 200_000, Reply = false, Patience = 2 * Second, Roaming = false,
            },
        ],
        Flows = [.. Enumerable.Range(0, Flows).Select(PlanFlow)],
        Pressure = [new PressurePlan("churn", Transport.Udp, new RateShape(NewFlowsPerSecond * 1000L), 1, Answered, 64, 64, Seed)],
        Clients = Clients,
        Servers = Servers,
        ServerPorts = [ServerPort],
        SourcePortMinimum = FirstPort,
        SourcePortMaximum = LastPort,
    };

    private FlowPlan PlanFlow(int number) => new(
        number, $"api-{number}", 0, number % Clients, (ushort)(FirstPort + number), number / Clients % Servers, ServerPort,
        OpenOver * number / Flows, 64,
        unchecked((Seed * 1_000_003) + (ulong)number));
}
