using Chaos.Import.Fitting;
using Chaos.Model;

namespace Chaos.Import.Conntrack;

/// <summary>The entries of `conntrack -L`: who stands in the table at one moment, and how much time each has left.</summary>
/// <remarks>Timeouts are the defaults of Linux. Source: Documentation/networking/nf_conntrack-sysctl.rst.</remarks>
internal sealed class ConntrackList
{
    public const double UdpSeconds = 30, UdpStreamSeconds = 120;

    private const double EstablishedSeconds = 432_000, TimeWaitSeconds = 120, SynSentSeconds = 120;

    private readonly List<double> tcpIdle = [], udpIdle = [];
    private int entries, tcp, udp, timeWait, synSent, udpReplied, udpUnreplied;

    public bool IsEmpty => entries == 0;

    public void Add(ConntrackLine line)
    {
        entries++;
        switch (line)
        {
            case { Transport: Transport.Tcp, State: "ESTABLISHED" }:
                tcp++;
                Idle(tcpIdle, EstablishedSeconds, line);
                break;
            case { Transport: Transport.Tcp, State: "TIME_WAIT" or "CLOSE" or "FIN_WAIT" or "LAST_ACK" or "CLOSE_WAIT" }:
                timeWait++;
                break;
            case { Transport: Transport.Tcp }:
                synSent++;
                break;
            case { IsAssured: true }:
                udp++;
                Idle(udpIdle, UdpStreamSeconds, line);
                break;
            default:
                if (line.IsReplied) udpReplied++;
                else udpUnreplied++;
                break;
        }
    }

    public TrafficPicture Picture()
    {
        TrafficPicture picture = new()
        {
            Long =
            [
                .. new[] { Group("tcp-live", Transport.Tcp, tcp, tcpIdle), Group("udp-live", Transport.Udp, udp, udpIdle) }
                    .Where(group => group.Count > 0),
            ],
            Short =
            [
                .. new[]
                {
                    new ShortGroup("tcp-answered", Transport.Tcp, timeWait / TimeWaitSeconds, 1, true),
                    new ShortGroup("tcp-unanswered", Transport.Tcp, synSent / SynSentSeconds, 1, false),
                    new ShortGroup("udp-answered", Transport.Udp, udpReplied / UdpSeconds, 1, true),
                    new ShortGroup("udp-unanswered", Transport.Udp, udpUnreplied / UdpSeconds, 1, false),
                }.Where(group => group.Rate > 0),
            ],
        };
        picture.Seen.Add($"{entries} entries at one moment; {tcp} established TCP connections and {udp} UDP streams are watched");
        picture.Seen.Add($"{timeWait} TCP connections wait after their end and {udpReplied + udpUnreplied} UDP ones were brief; they "
            + $"make the pressure");
        picture.Unseen.Add("rates: a list is one moment; they are the brief entries over the default timeouts (30 s UDP, 120 s TCP)");
        picture.Unseen.Add("which side sends: from the time that entries have left follows when either side was last seen, and twice "
            + "that is the period");
        return picture;
    }

    /// <summary>A moment lies, in the mean, in the middle of a silence.</summary>
    private static void Idle(List<double> idle, double timeout, ConntrackLine line)
    {
        if (line.Timeout is { } left && left <= timeout) idle.Add(Math.Max(0.1, 2 * (timeout - left)));
    }

    private static LongGroup Group(string name, Transport transport, int count, List<double> idle)
    {
        idle.Sort();
        return new LongGroup(name, transport, count, [.. idle], [], Reply: true);
    }
}
