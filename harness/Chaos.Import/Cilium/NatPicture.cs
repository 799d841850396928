using Chaos.Import.Fitting;
using Chaos.Model;

namespace Chaos.Import.Cilium;

/// <summary>Cilium's NAT map at one moment, as traffic.</summary>
internal static class NatPicture
{
    /// <summary>An entry that is older is taken for a connection that lives; seconds.</summary>
    private const double OldAge = 60;

    private const int EnoughToCount = 50;

    /// <summary>How far back new mappings are counted: the shortest that has enough of them; seconds.</summary>
    private static readonly double[] Windows = [10, 30, 60];

    public static TrafficPicture Of(IEnumerable<CiliumEntry> entries, string file)
    {
        CiliumEntry[] all = [.. entries.Where(entry => entry.Transport is not null)];
        if (all.Length == 0) throw new BadImportException($"{file}: there is no TCP or UDP entry in it");
        double newest = all.Max(entry => entry.Created);
        Dictionary<string, CiliumEntry> byKey = [];
        foreach (CiliumEntry entry in all) byKey[$"{entry.IsOut} {entry.Key}"] = entry;
        int orphans = all.Count(entry => !byKey.ContainsKey($"{!entry.IsOut} {entry.Partner}"));
        ILookup<Transport, double> ages = all.Where(entry => entry.IsOut).ToLookup(
            entry => entry.Transport!.Value, entry => entry.IsAge ? entry.Created : newest - entry.Created);
        TrafficPicture picture = new()
        {
            Long = [.. ages.Select(own => (own.Key, Count: own.Count(age => age > OldAge))).Where(own => own.Count > 0)
                .OrderBy(own => own.Key).Select(own => new LongGroup($"{Word(own.Key)}-old", own.Key, own.Count, [], [], Reply: true))],
            Short = [.. ages.OrderBy(own => own.Key).Select(own =>
                new ShortGroup($"{Word(own.Key)}-new", own.Key, RateOf([.. own]), 1, true))],
        };
        picture.Seen.Add($"{all.Length} entries; {all.Count(entry => entry.IsOut)} of them are original ones");
        picture.Seen.Add($"{orphans} entries are without their partner: the other half was evicted, or deleted");
        picture.Unseen.Add($"who is alive: the map keeps entries of dead connections; those older than {OldAge} s are taken for live "
            + $"ones, which is too many");
        picture.Unseen.Add("rhythms, answers and lifetimes: an entry tells only when it was written; the map of `cilium bpf ct list "
            + "global` tells more");
        return picture;
    }

    private static double RateOf(double[] ages)
    {
        double window = Windows.FirstOrDefault(window => ages.Count(age => age <= window) >= EnoughToCount, Windows[^1]);
        return ages.Count(age => age <= window) / window;
    }

    private static string Word(Transport transport) => transport == Transport.Tcp ? "tcp" : "udp";
}
