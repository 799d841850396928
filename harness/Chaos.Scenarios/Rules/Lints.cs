using System.Globalization;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Scenarios.Yaml;

namespace Chaos.Scenarios.Rules;

/// <summary>What is allowed, and measures the author's mistake instead of the NAT: a note with its position.</summary>
/// <param name="scenario">One cell.</param>
/// <param name="root">The same as it is written.</param>
/// <param name="notes">Takes them; cells repeat what they share.</param>
internal sealed class Lints(Scenario scenario, SectionReader root, MistakeList notes)
{
    /// <summary>A longer warm-up is hardly meant, where it is also so many times as long as the run.</summary>
    private const double LongWarmUpSeconds = 600, LongWarmUpRuns = 10;

    public void Check()
    {
        (FlowGroup Group, SectionReader Section)[] flows = [.. scenario.Flows.Zip(root.Items(FlowKeys.Flows))];
        foreach ((FlowGroup group, SectionReader section) in flows)
        {
            RoundTrip(group, section);
            Loss(group, section);
        }

        foreach ((ScheduledFault fault, (SectionReader section, FaultEntry entry)) in scenario.Faults.Zip(FaultBinder.Items(root)))
            Away(fault, section, entry);
        WarmUp();
    }

    /// <summary>A TCP flow waits for its handshake, and an asker for its answer.</summary>
    private void RoundTrip(FlowGroup group, SectionReader section)
    {
        long roundTrip = scenario.Links.RoundTrip;
        FlowShape? shape = group.Shapes.FirstOrDefault(
            shape => shape.Plan.Patience < roundTrip && (shape.Plan.Reply || shape.Plan.Transport == Transport.Tcp));
        if (shape is null) return;
        Note(
            section, FlowKeys.Patience,
            $"`flows.{group.Name}.patience`: {Spell(shape.Plan.Patience)} is shorter than the round trip of the links "
            + $"({Spell(roundTrip)}): no answer comes in time, whatever the NAT does");
    }

    /// <summary>Nobody sends a datagram again.</summary>
    private void Loss(FlowGroup group, SectionReader section)
    {
        bool lossy = scenario.Links.All.Any(link => link.Loss > 0 || link.Corrupt > 0)
            || scenario.Faults.Any(fault => fault.Fault is Chaos.Faults.Loss or Corrupt);
        if (!lossy) return;
        GroupPlan? plan = group.Shapes.Select(shape => shape.Plan).FirstOrDefault(
            plan => plan.Transport == Transport.Udp && plan.Patience < Math.Max(plan.ClientPeriod, plan.ServerPeriod));
        if (plan is null) return;
        Note(
            section, FlowKeys.Patience,
            $"`flows.{group.Name}.patience`: {Spell(plan.Patience)} is shorter than the period "
            + $"({Spell(Math.Max(plan.ClientPeriod, plan.ServerPeriod))}), and packets are lost: one lost datagram ends a flow, without "
            + "any NAT");
    }

    /// <summary>Nothing passes a node that is away.</summary>
    private void Away(ScheduledFault fault, SectionReader section, FaultEntry entry)
    {
        if (fault.Fault is not NodeFault node || !node.PausesNode() || fault.Schedule.For is not { } length) return;
        string[] dying = [.. scenario.Flows
            .Where(group => group.Shapes.Any(shape => shape.Plan.Patience < Nanoseconds.Of(length))).Select(group => group.Name)];
        if (dying.Length == 0) return;
        Note(
            section, FaultKeys.For,
            $"`{entry.Name}` lasts {DurationParser.Spell(length)}, longer than the patience of {Quote.Bare(string.Join(", ", dying))}: "
            + "these flows die of the pause, without any NAT");
    }

    private void WarmUp()
    {
        double seconds = WarmUpTime.SecondsOf(scenario);
        if (!(seconds > LongWarmUpSeconds && seconds > LongWarmUpRuns * scenario.Duration.TotalSeconds)) return;
        SectionReader map = root.Into(NatKeys.Nat).Into(NatKeys.Map);
        bool isFixed = scenario.WarmUp.Kind == WarmUpKind.Fixed;
        string remedy = isFixed ? "write a shorter one" : "raise the rate, take a smaller map, or write warmUp: none";
        notes.Add(
            isFixed ? root.At(ScenarioKeys.WarmUp) : map.At(NatKeys.Size),
            string.Create(
                CultureInfo.InvariantCulture,
                $"the warm-up takes about {seconds:#,0} s before a run of {scenario.Duration.TotalSeconds:#,0} s; {remedy}"));
    }

    private void Note(SectionReader section, Key key, string text) => notes.Add(section.At(key), text);

    private static string Spell(long nanoseconds) => DurationParser.Spell(Nanoseconds.ToSpan(nanoseconds));
}
