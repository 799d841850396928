using Chaos.Model;

namespace Chaos.Import.Fitting;

/// <summary>Sorts connections into long and short ones, and those into groups of a scenario.</summary>
/// <param name="flows">All that were seen.</param>
/// <param name="span">Seconds that the file covers.</param>
internal sealed class TrafficFit(IReadOnlyList<SeenFlow> flows, double span)
{
    /// <summary>A connection that lives as long as the deadline of a short one in a run is no short one.</summary>
    private const double ShortSeconds = 3;

    /// <summary>A side that sends so many times as often as the other makes the flow mostly its own.</summary>
    private const double Mostly = 2;

    /// <summary>Answers follow their questions: within this part of the time between two questions there are as many.</summary>
    private const double SameCount = 0.1;

    public TrafficPicture Picture()
    {
        SeenFlow[] lasting = [.. flows.Where(IsLong)], brief = [.. flows.Where(flow => !IsLong(flow))];
        TrafficPicture picture = new()
        {
            Long = [.. lasting.GroupBy(flow => (flow.Transport, Kind: KindOf(flow))).OrderBy(group => group.Key).Select(Group)],
            Short = [.. brief.Where(flow => flow.Began).GroupBy(flow => (flow.Transport, flow.IsAnswered)).OrderBy(group => group.Key)
                .Select(Short)],
        };
        picture.Seen.Add($"{lasting.Length} connections live longer than {Limit:F1} s and are watched; {brief.Length} are shorter and "
            + $"make the pressure");
        double[] lives = [.. brief.Select(flow => flow.Lifetime).Order()];
        if (lives.Length > 0) picture.Seen.Add($"short connections live {Quantile(lives, 0.5):G3} s in the middle, a tenth of them "
            + $"longer than {Quantile(lives, 0.9):G3} s");
        foreach (SeenSideName side in Enum.GetValues<SeenSideName>())
        {
            double[] silences = [.. lasting.Select(flow =>
                (side == SeenSideName.Client ? flow.Client : flow.Server).Period).OfType<double>().Order()];
            if (silences.Length > 0)
                picture.Seen.Add($"the {side.ToString().ToLowerInvariant()}s of long ones are silent for {Quantile(silences, 0.5):G3} s "
                    + $"in the middle, {silences[^1]:G3} s at most");
        }

        int ambiguous = brief.Count(flow => flow.Lifetime >= Limit);
        if (ambiguous > 0) picture.Unseen.Add($"whether {ambiguous} UDP connections with two messages a side are long and silent ones, "
            + $"or ports used twice: the latter is taken");
        if (lasting.Any(flow => !flow.Ended)) picture.Unseen.Add(
            "how long the long connections live: most outlive the file, so all live through the run");
        if (lasting.Any(flow => flow.Client.Period is null && flow.Server.Period is null))
            picture.Unseen.Add("the rhythm of long connections with fewer than three messages a side: they are taken to be silent there");
        return picture;
    }

    private double Limit => Math.Max(ShortSeconds, span / 20);

    /// <summary>
    /// A UDP port that a second short flow draws again looks like one flow with a long silence: of two messages nobody can tell.
    /// </summary>
    private bool IsLong(SeenFlow flow) => flow.Lifetime >= Limit && !IsAmbiguous(flow);

    private static bool IsAmbiguous(SeenFlow flow) => flow.Transport == Transport.Udp
        && Math.Max(flow.Client.Messages, flow.Server.Messages) is 1 or 2;

    private static FlowKind KindOf(SeenFlow flow)
    {
        (double client, double server) = (RateOf(flow.Client), RateOf(flow.Server));
        if (client > Mostly * server) return FlowKind.MostlyClient;
        if (server > Mostly * client) return FlowKind.MostlyServer;
        int most = Math.Max(flow.Client.Messages, flow.Server.Messages);
        return Math.Abs(flow.Client.Messages - flow.Server.Messages) <= Math.Max(2, SameCount * most) ? FlowKind.Reply : FlowKind.Both;
    }

    private static double RateOf(SeenSide side) => side.Period is > 0 and { } period ? 1 / period : 0;

    private static LongGroup Group(IGrouping<(Transport Transport, FlowKind Kind), SeenFlow> flows)
    {
        FlowKind kind = flows.Key.Kind;
        string name = $"{(flows.Key.Transport == Transport.Tcp ? "tcp" : "udp")}-{kind switch
        {
            FlowKind.MostlyClient => "senders",
            FlowKind.MostlyServer => "feeds",
            FlowKind.Reply => "requests",
            _ => "both",
        }}";
        return new LongGroup(
            name, flows.Key.Transport, flows.Count(), Periods(flows.Select(flow => flow.Client)),
            kind == FlowKind.Reply ? [] : Periods(flows.Select(flow => flow.Server)), kind == FlowKind.Reply);
    }

    private static IReadOnlyList<double> Periods(IEnumerable<SeenSide> sides) =>
        [.. sides.Select(side => side.Period).OfType<double>().Where(period => period > 0).Order()];

    private ShortGroup Short(IGrouping<(Transport Transport, bool IsAnswered), SeenFlow> flows)
    {
        int[] messages = [.. flows.Select(flow => flow.Client.Messages).Order()];
        string name = $"{(flows.Key.Transport == Transport.Tcp ? "tcp" : "udp")}-{(flows.Key.IsAnswered ? "answered" : "unanswered")}";
        return new ShortGroup(
            name, flows.Key.Transport, RateOf([.. flows.Select(flow => flow.First)]), Math.Clamp(messages[messages.Length / 2], 1, 1000),
                flows.Key.IsAnswered);
    }

    /// <summary>New ones a second while they came: before and after that, something else was going on.</summary>
    private double RateOf(double[] starts)
    {
        const int Enough = 10;
        double coming = starts.Max() - starts.Min();
        return starts.Length < Enough || coming <= 0 ? starts.Length / Math.Max(span, 1e-3) : (starts.Length - 1) / coming;
    }

    /// <param name="sorted">Ascending, not empty.</param>
    /// <param name="share">0 to 1.</param>
    internal static double Quantile(IReadOnlyList<double> sorted, double share) => sorted[(int)Math.Round(share * (sorted.Count - 1))];

    private enum FlowKind
    {
        MostlyClient,
        MostlyServer,
        Reply,
        Both,
    }

    private enum SeenSideName
    {
        Client,
        Server,
    }
}
