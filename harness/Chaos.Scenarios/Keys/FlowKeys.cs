using Chaos.Packets;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`flows:`, the long-lived flows that a run watches.</summary>
internal static class FlowKeys
{
    /// <summary>A shorter period is a flood, not a rhythm: no world here keeps it.</summary>
    private static readonly RhythmParser Rhythm = new(new DurationParser(TimeSpan.FromMicroseconds(100), CommonParsers.LongestTime));

    public static readonly ScalarKey<string> Name = new(
        "name", "Unique among all groups; paths and expectations use it.", CommonParsers.Name)
    {
        Reach = Reach.File,
    };

    public static readonly ScalarKey<IpProtocol> Protocol = new("protocol", "tcp or udp.", CommonParsers.Protocol);

    public static readonly ScalarKey<int> Count = new("count", "Flows of this group.", new WholeNumberParser<int>(1, 1_000_000));

    public static readonly ScalarKey<TimeSpan> OpenOver = new(
        "openOver", "The flows open at drawn moments inside this time.", CommonParsers.TimeFromZero, "2s");

    public static readonly ScalarKey<TimeSpan?> ClientEvery = new(
        "clientEvery", "Period of the client's messages, or never.", Rhythm, "never");

    public static readonly ScalarKey<TimeSpan?> ServerEvery = new(
        "serverEvery", "Period of the server's messages, or never.", Rhythm, "never");

    public static readonly ScalarKey<double> Jitter = new(
        "jitter", "Uniform around the period, 0 to 100 %.", CommonParsers.Percentage, "20%");

    public static readonly ScalarKey<bool> Reply = new("reply", "The other side answers each message.", CommonParsers.Truth, "false");

    public static readonly ScalarKey<PayloadRange> Payload = new(
        "payload", "Bytes of a message, one size or a range; drawn once per flow.", CommonParsers.Payload, "64B..256B");

    public static readonly ScalarKey<TimeSpan> Patience = new(
        "patience", "How late a message may be before the flow counts as dead.", CommonParsers.TimeAboveZero, "3s");

    public static readonly ScalarKey<PeerKind> Peer = new(
        "peer", "A UDP server that sees a changed port: strict (the flow is dead) or roaming (it moves on).",
        new ChoiceParser<PeerKind>(("strict", PeerKind.Strict), ("roaming", PeerKind.Roaming)), "strict");

    /// <summary>The value itself is fixed in this version; reading it refuses the others.</summary>
    public static readonly ScalarKey<string> OnDeath = new(
        "onDeath", "A dead flow stays dead.", new ChoiceParser<string>(("stop", "stop")) { NotYet = ["reopen"] }, "stop");

    public static readonly ListKey Flows = new(
        "flows", "Long-lived flows, each of them watched.",
        [Name, Protocol, Count, OpenOver, ClientEvery, ServerEvery, Jitter, Reply, Payload, Patience, Peer, OnDeath])
    { Required = true };
}
