using Chaos.Reports.Text;

namespace Chaos.Reports.Sections;

/// <summary>What every word and counter of the page means, and what the run leaves out.</summary>
internal static class Glossary
{
    private static readonly (string Term, string Meaning)[] Terms =
    [
        ("flow", "One long-lived connection that is watched from its first answered message to the end of the run. "
            + "The short flows of the pressure are newcomers, counted apart."),
        ("newcomer", "A short flow of the pressure that started after t = 0. It is answered, or it fails: reset, refused, closed, or no "
            + "answer within three seconds. UDP without replies is unobserved: no client can tell. No port: it was due and found no source "
            + "port."),
        ("evicted at once", "The packet that created a newcomer's mapping evicted its reverse entry again, with its own second insert."),
        ("first reply punted", "The answer to a newcomer found no mapping, so the node's own host refused it. A client over UDP sees a "
            + "timeout. Those that were evicted at once are among them."),
        ("allocation failed", "A newcomer's packet found no port, or no room in the table."),
        ("lost and remade", "A watched flow that survived although both its entries were lost: its next packet was given the same port "
            + "again, before anybody noticed. That is luck, not survival."),
        ("round trip", "What the links alone take from a client's message to its answer. The part beyond the node decides how long a "
            + "newcomer's entries stand before a reply marks them."),
        ("alive, survived", "In its first life when the duration has passed: no deadline was missed and no error was seen. "
            + "Traffic goes on for the longest deadline after that, so that a flow that broke before the end is found out."),
        ("died", "An endpoint noticed the end of the flow. The time of death is the time of detection, cut to the duration; "
            + "a death before t = 0 counts at t = 0."),
        ("refused", "Never opened. Counted as dead from t = 0, so that a NAT cannot look better by refusing."),
        ("censored", "Alive when we stopped watching before the end. It leaves the estimate at that time, neither dead nor alive."),
        ("t = 0", "All flows are open and the warm-up is over."),
        ("at risk", "Alive and watched after the moment: at risk, died and censored add up to all flows."),
        ("survival", "Kaplan-Meier estimate at the end of the run. The plain share of survivors where nobody is censored."),
        ("reset", "Cause: an endpoint got a TCP reset or an ICMP unreachable."),
        ("portChanged", "Cause: the server saw the flow from another address or port."),
        ("timeout", "Cause: a message or an answer did not come before its deadline."),
        ("closed", "Cause: the peer closed unasked."),
        ("harness", "Cause: our own generator or container failed. Counted as a death, and a reason to distrust the run."),
        ("originalEvicted, reverseEvicted, bothEvicted",
            "Mechanism: which entries of the flow's mapping the map had thrown out when the flow was lost. "
            + "The original entry serves packets on their way out, the reverse entry their replies."),
        ("portTaken", "Mechanism: the flow's port had been given to another flow."),
        ("allocationFailed", "Mechanism: no free port was found for the flow."),
        ("fault", "Mechanism: the entry was removed by a fault of the scenario, or the fault stood in the flow's way (other). The "
            + "table tells "
            + "which half it was."),
        ("outside the NAT", "Dead flows of which the NAT lost nothing: links, hosts, or the harness."),
        ("not known", "Dead flows of a target that does not tell what it lost, as the kernel's own map."),
        ("removed by faults", "Entries that faults of the scenario took; the map's own evictions are counted apart."),
        ("band", "Between the lowest and the highest curve of the repetitions: all of them ran inside it."),
        ("law", "2 (F + lambda T): entries for F flows under lambda new flows a second, T being the mean gap of the rarer direction."),
        ("shrink, forced, steal", "Rules by which the kernel's LRU takes an entry: unreferenced at the tail of the inactive list; "
            + "referenced all "
            + "the same, because nothing else was in reach; before it joined the lists, by another CPU."),
        ("expired", "Mechanism: garbage collection took the entry, because conntrack had lost or timed out the connection."),
        ("evictions", "Entries that the map threw out to make room, those of pressure flows included."),
        ("restored reverse, restored original", "Missing halves that the variant wrote anew because the other half was still there."),
        ("allocation failures", "New mappings, for any flow, that found no free port or no room."),
        ("packets", "Packets that the NAT was handed, of all flows and repetitions."),
        ("not under pressure", "There was a repetition without a single eviction: survival there says nothing about eviction."),
        ("repetition",
            "One seeded run of a cell, and the unit of all statistics: the seed of a repetition is the same in every cell, so cells are "
            + "compared pair by pair."),
        ("95 % interval",
            "Korn and Graubard's interval for survival: Clopper-Pearson on the effective number of flows, which the spread between "
            + "repetitions gives, with as many degrees of freedom as repetitions less one, widened near 0 and 100 %. A difference joins "
            + "the intervals of its two sides. With one repetition there is none, and an expectation is judged on the estimate, called "
            + "one run."),
        ("life gained", "Difference of the restricted mean lives, the areas under the curves until the end of the run, by repetition."),
        ("hazard ratio",
            "Cox regression with Efron's ties, stratified by repetition. Not shown where hazards are not proportional (the check has p "
                + "below "
            + "0.05): one number would hide that."),
        ("unknown",
            "The interval holds the limit: the data agree with both answers. The number of repetitions that would decide it assumes that "
            + "estimate and spread stay."),
        ("margin", "Room between what was observed and the bound, in percentage points; negative when the bound was missed."),
    ];

    private static readonly string[] Everywhere =
        ["Flows of one run share one table and are not independent: only repetitions tell how much another run would differ."];

    public static Markup Render(ReportModel model)
    {
        IEnumerable<string> limits = [.. model.Results.NotModelled ?? ["That version did not keep what its run leaves out."],
            .. Everywhere];
        return Markup.Of($"""
            <section id="definitions" aria-labelledby="definitions-heading">
            <h2 id="definitions-heading">What the words mean, and what is not modelled</h2>
            <h3>Not modelled</h3>
            <ul>{limits.Select(limit => Markup.Of($"<li>{limit}</li>"))}</ul>
            <details><summary>Definitions of every word and counter</summary>
            <dl class="terms">{Terms.Select(entry => Markup.Of($"<div><dt>{entry.Term}</dt><dd>{entry.Meaning}</dd></div>"))}</dl></details>
            </section>
            """);
    }
}
