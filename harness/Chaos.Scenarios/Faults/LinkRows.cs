using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>The rows that faults of links share.</summary>
internal static class LinkRows
{
    public static readonly ScalarKey<LinkSide> Link = new(
        "link", "Whose links to the node.",
        new ChoiceParser<LinkSide>(("both", LinkSide.Both), ("clients", LinkSide.Clients), ("servers", LinkSide.Servers)), "both");

    public static readonly ScalarKey<LinkDirection> Direction = new(
        "direction", "Seen from the node.",
        new ChoiceParser<LinkDirection>(
            ("both", LinkDirection.Both), ("toNode", LinkDirection.ToNode), ("fromNode", LinkDirection.FromNode)),
        "both");

    public static readonly ScalarKey<int?> Host = new(
        "host", "Only the link of this host, from 0 on each side.", new OptionalParser<int>(new WholeNumberParser<int>(0, 63)))
    { Optional = true };

    /// <summary>As long as the way of any packet may take, see `links`.</summary>
    private static readonly DurationParser Way = new(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));

    public static readonly Key[] Where = [Link, Direction, Host];

    public static readonly ScalarKey<double> Share = new("share", "Of the packets.", CommonParsers.Percentage);

    public static ScalarKey<TimeSpan> Time(string description) => new("by", description, Way);

    /// <summary>Where a fault of links acts, read into the fault.</summary>
    public static LinkFault At(SectionReader fault, LinkFault what) =>
        what with { Side = fault.Read(Link), Direction = fault.Read(Direction), Host = fault.Read(Host) };

    public static long ToNanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
