using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Worlds.Tests;

/// <summary>Small plans: two flows that open within a second, ten seconds, a tail of two.</summary>
internal static class Plans
{
    public const int Flows = 2;
    public const long Millisecond = 1_000_000;
    public const long Second = 1000 * Millisecond;
    public const long OpenUntil = Second;
    public const long Duration = 10 * Second;
    public const long Tail = 2 * Second;
    public const long Patience = Second;

    /// <param name="warmUp">Null: until the table was full.</param>
    /// <param name="hasPressure">Short flows fill the table.</param>
    /// <param name="faults">In file order.</param>
    public static RunPlan Of(long? warmUp = 0, bool hasPressure = false, params IReadOnlyList<PlannedFault> faults) => new()
    {
        Name = "scripted",
        Traffic = Traffic(hasPressure),
        Phases = new RunPhases(OpenUntil, warmUp, ExpectedFill: 3 * Second, WarmUpLimit: 5 * Second, Duration, Tail),
        Nat = new NatOptions { Variant = "baseline", Map = new MapOptions(64) },
        Faults = faults,
        EndOfFaults = Duration,
    };

    public static PlannedFault Fault(int number, Fault fault, long? length, params IReadOnlyList<long> moments) =>
        new() { Number = number, Fault = fault, Moments = moments, Length = length, Seed = 1 };

    public static TableCounters Table(int entries, long evictions = 0) => new(entries, 64, evictions, 0, 0, 0, 0);

    private static TrafficPlan Traffic(bool hasPressure) => new()
    {
        Clients = 1,
        Servers = 1,
        ServerPorts = [7000],
        SourcePortMinimum = 32768,
        SourcePortMaximum = 60999,
        Groups =
        [
            new GroupPlan
            {
                Name = "feeds", Transport = Transport.Udp, ClientPeriod = Second, ServerPeriod = 0, JitterPartsPerMillion = 0,
                Reply = false,
                Patience = Patience, Roaming = false,
            },
        ],
        Flows = [.. Enumerable.Range(0, Flows).Select(
        number => new FlowPlan(number, $"feeds-{number}", 0, 0, (ushort)(40000 + number), 0, 7000, 0, 64, 1))],
        Pressure = hasPressure ? [new PressurePlan("dns", Transport.Udp, RateShape.PerSecond(100), 1, true, 64, 64, 1)] : [],
    };
}
