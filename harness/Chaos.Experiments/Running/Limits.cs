using Chaos.Faults;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Running;

/// <summary>What the cells of a run leave out, a sentence each: it follows from the scenario, the targets and the worlds.</summary>
internal static class Limits
{
    private static readonly string[] ToldByNobody = ["nftables", "image"];

    /// <param name="cells">All cells.</param>
    /// <param name="isReal">Whether a cell runs in real time.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<Cell> cells, Func<Cell, bool> isReal)
    {
        Scenario[] all = [.. cells.Select(cell => cell.Scenario)],
            simulated = [.. cells.Where(cell => !isReal(cell)).Select(cell => cell.Scenario)];
        return [.. Everywhere(all), .. Own(all), .. Simulated(simulated), .. Real([.. cells.Where(isReal).Select(cell => cell.Scenario)])];
    }

    private static IEnumerable<string> Everywhere(Scenario[] all)
    {
        yield return "IPv4 with TCP and UDP only: no IPv6; a fragment after the first one is dropped.";
        yield return "A death is found when a message is due: its time is late by up to one silence of the broken direction plus the "
            + "patience.";
        if (all.Any(one => one.Topology == TopologyKind.NodePort))
            yield return "A node port's pod is chosen by a hash of the flow, not at random and remembered; pods do not come and go.";
    }

    /// <summary>Of our own datapath, which is a model of Cilium's.</summary>
    private static IEnumerable<string> Own(Scenario[] all)
    {
        Scenario[] ours = [.. all.Where(one => one.Target is "csharp" or "ebpf")];
        if (ours.Any(one => one.Nat.Conntrack is null))
            yield return "No connection tracking beside the NAT map (nat.conntrack is off): the LRU alone takes entries, and no "
                + "garbage collection does.";
        if (ours.Any(one => one.Nat.Conntrack is not null))
            yield return "Connection tracking has no entries for services and ICMP errors, and a walk of its garbage collection takes "
                + "no time.";
        if (ours.Any(one => !one.Rss && one.Nat.Map.PossibleCpus > 1))
            yield return "One CPU handles all packets (nat.rss is off), whatever the number of possible CPUs.";
        string[] silent = [.. all.Select(one => one.Target).Distinct().Where(ToldByNobody.Contains)];
        if (silent.Length > 0) yield return $"Target {string.Join(" and ", silent)} does not tell which entry it lost: mechanisms are "
            + $"unknown there.";
    }

    private static IEnumerable<string> Simulated(Scenario[] all)
    {
        if (all.Length == 0) yield break;
        bool shaped = all.Any(one => one.Links.All.Any(link => !link.IsPlain) || one.Faults.Any(fault => fault.Fault is LinkFault));
        yield return shaped ? "Losses on links are drawn packet by packet: bursts of loss are not modelled."
            : "Links have a fixed delay here: the scenario gives them no jitter, loss, reordering, bandwidth or queue.";
        yield return "Packets take no processor time in the NAT unless a fault limits it, and are handled one after another.";
        bool tcp = all.Any(one => one.Flows.Any(group => group.Shapes.Any(shape => shape.Plan.Transport == Transport.Tcp))
            || one.Pressure.Any(group => group.Transport == Transport.Tcp));
        if (tcp)
            yield return "Simulated TCP has handshake, acknowledgements, retransmission, keep-alive, RST rules and TIME_WAIT; it has "
                + "no congestion "
                + "control, SACK, window scaling or path MTU discovery.";
        yield return "Hosts answer every unmatched packet: the rate limit that Linux puts on ICMP errors is left out.";
    }

    private static IEnumerable<string> Real(Scenario[] all)
    {
        if (all.Length == 0) yield break;
        if (all.Any(one => one.Links.All.Any(link => !link.IsPlain)))
            yield return "In containers the node itself carries the conditions of the links, beside what the real wires take.";
        yield return "In containers one machine runs clients, NAT and servers: its own load is in the times, and lateness is checked.";
    }
}
