using Chaos.Import.Fitting;
using Chaos.Model;

namespace Chaos.Import.Cilium;

/// <summary>Cilium's conntrack map at one moment, as traffic: when each side of each connection was last seen.</summary>
internal static class CtPicture
{
    /// <summary>How long entries of brief connections stand. Source: bpf/lib/conntrack.h, defaults of the agent.</summary>
    private const double ClosingSeconds = 10, UdpSeconds = 60;

    /// <summary>Cilium writes down when a side was seen every so many seconds.</summary>
    private const double Resolution = 5;

    public static TrafficPicture Of(IEnumerable<CiliumEntry> entries, string file)
    {
        CiliumEntry[] all = [.. entries];
        CiliumEntry[] egress = [.. all.Where(entry => entry.IsOut && entry.Transport is not null)];
        if (egress.Length == 0) throw new BadImportException($"{file}: there is no TCP or UDP connection that leaves the node in it");
        double now = all.Max(entry => Math.Max(entry.LastTx, entry.LastRx));
        CiliumEntry[] brief = [.. egress.Where(entry => entry.IsClosing || entry.LastRx == 0)];
        TrafficPicture picture = new()
        {
            Long =
            [
                .. egress.Except(brief).GroupBy(entry => entry.Transport!.Value).OrderBy(group => group.Key).Select(group => new LongGroup(
                    $"{Word(group.Key)}-live", group.Key, group.Count(), Periods(group.Select(entry => now - entry.LastTx)),
                    Periods(group.Select(entry => now - entry.LastRx)), Reply: false)),
            ],
            Short =
            [
                .. brief.GroupBy(entry => (entry.Transport, Answered: entry.LastRx > 0)).OrderBy(group => group.Key)
                .Select(group => new ShortGroup(
                    $"{Word(group.Key.Transport!.Value)}-{(group.Key.Answered ? "answered" : "unanswered")}", group.Key.Transport!.Value,
                    group.Count() / (group.Key.Transport == Transport.Tcp ? ClosingSeconds : UdpSeconds), 1, group.Key.Answered)),
            ],
        };
        picture.Seen.Add($"{egress.Length} connections leave the node; {egress.Length - brief.Length} live, {brief.Length} close or "
            + $"were never answered");
        picture.Unseen.Add($"silences below {Resolution} s: Cilium writes down no more often when a side was seen; twice the time since "
            + $"then is the period");
        picture.Unseen.Add("rates: one moment; they are the closing entries over the time that Cilium keeps them (10 s TCP, 60 s others)");
        if (all.Length > egress.Length) picture.Unseen.Add(
            $"{all.Length - egress.Length} entries are of services, ingress or other protocols, and are left out");
        return picture;
    }

    private static IReadOnlyList<double> Periods(IEnumerable<double> idle) =>
        [.. idle.Select(seconds => Math.Max(Resolution, 2 * seconds)).Order()];

    private static string Word(Transport transport) => transport == Transport.Tcp ? "tcp" : "udp";
}
