using Chaos.Model;
using Chaos.Scenarios.Profiles;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`flows:`, the long-lived flows that a run watches.</summary>
internal static class FlowKeys
{
    public static readonly ProfileKeys Profiles = ProfileKeys.Of(FlowProfiles.All, mayBeMixed: true);

    /// <summary>A shorter period is a flood, not a rhythm: no world here keeps it.</summary>
    private static readonly RhythmParser Rhythm = new(new DurationParser(TimeSpan.FromMicroseconds(100), CommonParsers.LongestTime));

    public static readonly ScalarKey<string> Name = new(
        "name", "Unique among all groups; paths and expectations use it.", CommonParsers.Name)
    {
        Reach = Reach.File,
    };

    public static readonly ScalarKey<Transport> Protocol = new("protocol", "tcp or udp.", CommonParsers.Protocol);

    public static readonly ScalarKey<int> Count = new(
        "count", "Flows of this group.", new WholeNumberParser<int>(1, 1_000_000) { Binary = true });

    public static readonly ScalarKey<TimeSpan> OpenOver = new(
        "openOver", "The flows open at drawn moments inside this time.", CommonParsers.TimeFromZero, "2s");

    public static readonly ScalarKey<PeriodSpread?> ClientEvery = new(
        "clientEvery",
        "Period of the client's messages, or never. 5s..20s: each flow draws its own, evenly; "
        + "1s..2s..5s..10s..60s: shortest, quartiles, longest.",
        Rhythm, "never");

    public static readonly ScalarKey<PeriodSpread?> ServerEvery = new(
        "serverEvery", "Period of the server's messages, or never, or a spread, as clientEvery.", Rhythm, "never");

    public static readonly ScalarKey<double> Jitter = new(
        "jitter", "Uniform around the period, 0 to 100 %.", CommonParsers.Percentage, "20%");

    public static readonly ScalarKey<bool> Reply = new("reply", "The other side answers each message.", CommonParsers.Truth, "false");

    public static readonly ScalarKey<PayloadRange> Payload = new(
        "payload", "Bytes of a message, one size or a range; drawn once per flow.", CommonParsers.Payload, "64B..256B");

    public static readonly ScalarKey<TimeSpan> Patience = new(
        "patience", "How late a message may be before the flow counts as dead.", CommonParsers.TimeAboveZero, "3s");

    public static readonly ScalarKey<bool> Peer = new(
        "peer", "A UDP server that sees a changed port: strict (the flow is dead) or roaming (it moves on).",
        new ChoiceParser<bool>(("strict", false), ("roaming", true)), "strict");

    public static readonly ScalarKey<TimeSpan?> KeepAlive = new(
        "keepAlive", "TCP: silence before the client's host probes its peer, and between probes, in whole seconds; or never.",
        new KeepAliveParser(), "never");

    public static readonly ScalarKey<bool> OnDeath = new(
        "onDeath",
        "A dead flow stays dead (stop), or its client opens it again from another port (reopen). Survival is that of the first life.",
        new ChoiceParser<bool>(("stop", false), ("reopen", true)), "stop");

    public static readonly ScalarKey<TimeSpan> ReopenAfter = new(
        "reopenAfter", "With onDeath: reopen, how long after the client noticed, give or take the jitter.",
        new DurationParser(TimeSpan.FromMilliseconds(10), CommonParsers.LongestTime), "1s");

    public static readonly ListKey Flows = new(
        "flows", "Long-lived flows, each of them watched.",
        [
            Name, Profiles.One, Profiles.Mix!, Protocol, Count, OpenOver, ClientEvery, ServerEvery, Jitter, Reply, Payload, Patience, Peer,
            KeepAlive, OnDeath, ReopenAfter, PlaceKeys.Servers, PlaceKeys.Port,
        ])
    { Required = true, Profiles = Profiles };
}
