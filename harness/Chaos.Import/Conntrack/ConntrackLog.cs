using Chaos.Import.Fitting;
using Chaos.Model;

namespace Chaos.Import.Conntrack;

/// <summary>A list (`conntrack -L`) or a log (`conntrack -E -o timestamp`).</summary>
internal sealed class ConntrackLog(string file)
{
    private const int MostFlows = 4_000_000;

    private readonly Dictionary<string, SeenFlow> open = [];
    private readonly List<SeenFlow> all = [];
    private readonly ConntrackList list = new();
    private double? begin;
    private double end;
    private long others;

    public TrafficPicture Read(Stream stream)
    {
        foreach ((long number, string text) in BoundedLines.Read(stream, file))
        {
            if (text.Length == 0 || text.StartsWith("conntrack v", StringComparison.Ordinal)) continue;
            ConntrackLine line = ConntrackLine.TryParse(text)
                ?? throw BadImportException.AtLine(file, number, "this is no line of `conntrack -L` or `conntrack -E`");
            if (line.Transport is not { } transport) others++;
            else if (line.Event.Length == 0) list.Add(line);
            else Add(line, transport, number);
        }

        if (all.Count == 0 && list.IsEmpty) throw new BadImportException($"{file}: there is no TCP or UDP connection in it");
        TrafficPicture picture = all.Count > 0 ? OfEvents() : list.Picture();
        picture.Unseen.Add("which of its entries the table lost: nf_conntrack refuses newcomers where a BPF map evicts");
        if (others > 0) picture.Unseen.Add($"{others} lines of other protocols are left out");
        return picture;
    }

    private void Add(ConntrackLine line, Transport transport, long number)
    {
        double at = line.At ?? throw BadImportException.AtLine(
            file, number, "the event has no time, so there is no rate in this log; record it with `conntrack -E -o timestamp`");
        begin ??= at;
        at = Math.Max(0, at - begin.Value);
        end = Math.Max(end, at);
        if (!open.TryGetValue(line.Connection, out SeenFlow? flow) || (line.Event == "NEW" && flow.Ended))
        {
            if (all.Count == MostFlows) throw BadImportException.AtLine(file, number,
                $"there are more than {MostFlows} connections; cut the log");
            open[line.Connection] = flow = new SeenFlow(transport, at) { Began = line.Event == "NEW" };
            all.Add(flow);
        }

        flow.IsAnswered |= line.Event != "NEW" && line.IsReplied;
        bool closes = line.State is "FIN_WAIT" or "LAST_ACK" or "TIME_WAIT" or "CLOSE" or "CLOSE_WAIT";
        if (flow.Ended) return;
        flow.Last = line.Event == "DESTROY" ? Math.Max(flow.First, at - Waiting(line, transport)) : at;
        flow.Ended = closes || line.Event == "DESTROY";
    }

    /// <summary>An entry is destroyed when its time is up, which is so long after its last packet.</summary>
    private static double Waiting(ConntrackLine line, Transport transport) => transport == Transport.Tcp ? 0
        : line.IsAssured ? ConntrackList.UdpStreamSeconds : ConntrackList.UdpSeconds;

    private TrafficPicture OfEvents()
    {
        foreach (SeenFlow flow in all.Where(flow => !flow.Ended)) flow.Last = end;
        // Of a connection that is younger than its own timeout nobody knows yet whether it lives.
        SeenFlow[] decided = [.. all.Where(flow => flow.Ended || end - flow.First > ConntrackList.UdpStreamSeconds
            || flow.Transport == Transport.Tcp)];
        TrafficPicture picture = new TrafficFit(decided.Length > 0 ? decided : all, end).Picture();
        picture.Seen.Add($"{all.Count} connections in {end:F1} s of events");
        picture.Unseen.Add("packets: conntrack tells when a connection begins and ends, and not how long either side is silent");
        picture.Unseen.Add("when a UDP connection fell silent: the default timeouts (30 s, or 120 s once it is a stream) are taken off "
            + "its end");
        return picture;
    }
}
