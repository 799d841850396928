using Chaos.Faults;
using Chaos.Scenarios;
using Chaos.Core;
using Chaos.Model;

namespace Chaos.Experiments.Planning;

/// <summary>Faults of the scenario into faults with moments: the draws of `between` are made here, one stream for each fault.</summary>
internal sealed class FaultPlanner(Scenario scenario, ulong repetitionSeed, IReadOnlyDictionary<string, IReadOnlySet<int>> flowsOfGroup)
{
    public IReadOnlyList<PlannedFault> Plan() => [.. scenario.Faults.Select(Plan)];

    private PlannedFault Plan(ScheduledFault fault, int number)
    {
        ulong seed = Seeds.Of(repetitionSeed, $"fault/{number}");
        return new PlannedFault
        {
            Number = number,
            Fault = fault.Fault,
            Moments = Moments(fault.Schedule, seed),
            When = fault.Schedule.When,
            Length = LengthOf(fault),
            Seed = seed,
            Flows = fault.Fault.Group is { } group ? [.. flowsOfGroup[group].Order()] : null,
        };
    }

    private static long? LengthOf(ScheduledFault fault) => fault.Fault.Lasting() switch
    {
        FaultLength.Moment => null,
        FaultLength.Optional when fault.Schedule.For is null => null,
        _ => fault.Schedule.For is { } length ? Nanoseconds.Of(length) : long.MaxValue,
    };

    private IReadOnlyList<long> Moments(FaultSchedule schedule, ulong seed) => schedule.Between is { } range
        ? [new RandomStream(seed, "moment").NextBetween(Nanoseconds.Of(range.From), Nanoseconds.Of(range.To))]
        : [.. (schedule.KnownMoments(scenario.EndOfFaults) ?? []).Select(Nanoseconds.Of)];
}
