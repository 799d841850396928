using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Rules;

/// <summary>Rules of the schedule. A value that is wrong by itself has been reported, so the rules that need it stay silent.</summary>
internal sealed class FaultRules
{
    private readonly Scenario scenario;
    private readonly TimeSpan end;
    private readonly string[] groups;

    private FaultRules(Scenario scenario)
    {
        this.scenario = scenario;
        end = scenario.EndOfFaults;
        groups = [.. scenario.Flows.Select(flow => flow.Name).OfType<string>()];
    }

    public static void Check(Scenario scenario, SectionReader root)
    {
        if (scenario.Duration == TimeSpan.Zero) return;
        if (scenario.Heal >= scenario.Duration)
        {
            root.Complain(ScenarioKeys.Heal, $"it must be shorter than the duration ({DurationParser.Spell(scenario.Duration)})");
            return;
        }

        FaultRules rules = new(scenario);
        List<(ScheduledFault Fault, SectionReader Section, FaultEntry Entry)> faults =
            [.. scenario.Faults.Zip(FaultBinder.Items(root), (fault, item) => (fault, item.Section, item.Entry))];
        foreach ((ScheduledFault fault, SectionReader section, FaultEntry entry) in faults)
        {
            Kind(fault.Schedule, section);
            rules.Moments(fault.Schedule, section);
            Length(fault, section, entry);
            rules.Group(fault.Fault, section, entry);
            rules.Host(fault.Fault, section, entry);
            entry.Check(fault.Fault, scenario, section);
        }

        new FaultOverlaps(rules.end).Check([.. faults.Select(fault => (fault.Fault, fault.Section))]);
    }

    /// <summary>`between`, `when`, or `at` and `every`.</summary>
    private static void Kind(FaultSchedule schedule, SectionReader item)
    {
        bool[] kinds = [item.Names(FaultKeys.At) || item.Names(FaultKeys.Every), item.Names(FaultKeys.Between), item.Names(FaultKeys.When)];
        if (kinds.Count(given => given) != 1)
            item.Complain("say when: one of at, every (with at for the first moment, and until), between, or when");

        if (item.Says(FaultKeys.Until) && !item.Names(FaultKeys.Every))
            item.Complain(FaultKeys.Until, "it ends `every`, which is not here; a fault that lasts takes `for`");
        else if (schedule.Every is { } every && schedule.Until < (schedule.At ?? every))
            item.Complain(FaultKeys.Until, $"{Spell(schedule.Until.Value)} is before the first moment ({Spell(schedule.At ?? every)})");
    }

    private void Moments(FaultSchedule schedule, SectionReader item)
    {
        Before(schedule.At, FaultKeys.At, item);
        Before(schedule.Between?.To, FaultKeys.Between, item);
        Before(schedule.Until, FaultKeys.Until, item);
        if (schedule.At is null) Before(schedule.Every, FaultKeys.Every, item);
        TimeSpan last = schedule.KnownMoments(end)?.Cast<TimeSpan?>().LastOrDefault() ?? schedule.Between?.To ?? TimeSpan.Zero;
        if (schedule.For is { } length && last < end && last + length > end)
            item.Complain(FaultKeys.For, $"it would last until {Spell(last + length)}, after {EndOfFaults()}");
    }

    private void Before(TimeSpan? moment, Key key, SectionReader item)
    {
        if (moment >= end) item.Complain(key, $"{Spell(moment.Value)} is not before {EndOfFaults()}");
    }

    private static void Length(ScheduledFault fault, SectionReader item, FaultEntry entry)
    {
        if (fault.Fault.Lasting() == FaultLength.Moment && item.Says(FaultKeys.For))
            item.Complain(FaultKeys.For, $"`{entry.Name}` is done in a moment, here; leave `for` out");
        else if (fault.Fault.Lasting() == FaultLength.Limited && !item.Names(FaultKeys.For))
            item.Complain($"`{entry.Name}` needs `for`, how long it lasts");
    }

    private void Group(Fault fault, SectionReader item, FaultEntry entry)
    {
        if (fault.Group is { } group && entry.Key is MappingKey mapping && !groups.Contains(group))
            item.Into(mapping).Complain(FaultMapping.Group, $"there is no flow group {Quote.Of(group)}; {Suggestion.Text(group, groups)}");
    }

    private void Host(Fault fault, SectionReader item, FaultEntry entry)
    {
        (int? host, int hosts, string side) = fault switch
        {
            PeerFault peer when peer.IsOfServers() => (peer.Host, scenario.Servers, "servers"),
            PeerFault peer => (peer.Host, scenario.Clients, "clients"),
            LinkFault { Side: LinkSide.Servers } link => (link.Host, scenario.Servers, "servers"),
            LinkFault { Side: LinkSide.Clients } link => (link.Host, scenario.Clients, "clients"),
            LinkFault link => (link.Host, Math.Max(scenario.Clients, scenario.Servers), "hosts on a side"),
            _ => (null, 0, ""),
        };
        if (host >= hosts && hosts > 0)
            item.Complain(entry.Key, $"there is no host {host}; the scenario has {hosts} {side}, counted from 0");
    }

    private string EndOfFaults() => scenario.Heal == TimeSpan.Zero
        ? $"the end of the run ({Spell(end)})"
        : $"the end of the faults ({Spell(end)}, when the run heals)";

    private static string Spell(TimeSpan length) => DurationParser.Spell(length);
}
