using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>What a changed port means to a UDP peer decides who counts as dead: it is said under every UDP chart.</summary>
internal static class PeerNote
{
    /// <param name="cells">The cells that the chart shows.</param>
    /// <param name="group">Null: all groups.</param>
    public static Markup For(IEnumerable<CellResult> cells, string? group)
    {
        ILookup<string, string> byPeer = cells.SelectMany(cell => cell.Groups)
            .Where(one => one.Peer is not null && (group is null || one.Name == group))
            .Select(one => (one.Peer, one.Name)).Distinct()
            .ToLookup(one => one.Peer!, one => one.Name);
        Markup strict = Sentence(
            byPeer["strict"], "strict", "a connected UDP socket: a flow that comes from another port is dead to it (portChanged)");
        Markup roaming = Sentence(
            byPeer["roaming"], "roaming", "as QUIC or WireGuard: a flow that comes from another port lives on");
        return byPeer.Count == 0 ? Markup.Empty : Markup.Of($"""<p class="peer">{strict}{roaming}</p>""");
    }

    private static Markup Sentence(IEnumerable<string> groups, string peer, string meaning) => groups.ToArray() switch
    {
        [] => Markup.Empty,
        string[] names => Markup.Of($"""<span><code>peer: {peer}</code> ({string.Join(", ", names)}): {meaning}. </span>"""),
    };
}
