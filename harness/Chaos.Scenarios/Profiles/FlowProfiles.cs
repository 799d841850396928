namespace Chaos.Scenarios.Profiles;

/// <summary>Shapes of long-lived flows. Each flow draws its periods and its payload once, from the seed.</summary>
/// <remarks>
/// Five numbers are the shortest, the quartiles and the longest: a quarter of the flows lies between each two. The numbers are ours, of the
/// order that such programs show; they are fitted to nobody's trace. Periods end at five minutes, since the tail of a run waits for the
/// longest of them.
/// </remarks>
internal static class FlowProfiles
{
    public static IReadOnlyList<Profile> All { get; } =
    [
        // A browser tab: nothing but the ping that keeps it open, and its pong.
        new(
            "websocket-idle", "TCP, a ping and its pong every 15 to 60 s",
            ("protocol", "tcp"), ("clientEvery", "15s..20s..25s..30s..60s"), ("reply", "true"), ("payload", "16B..64B"),
            ("patience", "10s")),

        // A phone: the server speaks when it has something to say, the phone says seldom that it is still there.
        new(
            "mobile-push", "TCP, the server pushes every 10 s to 5 min, the phone speaks every 1 to 5 min; nobody answers",
            ("protocol", "tcp"), ("clientEvery", "1m..2m..4m..5m..5m"), ("serverEvery", "10s..30s..1m..2m..5m"), ("jitter", "50%"),
            ("payload", "64B..1400B"), ("patience", "10s")),

        // G.711 in RTP: 160 bytes of sound and 12 of header every 20 ms, both ways.
        new(
            "voip", "UDP, 172 bytes every 20 ms in both directions",
            ("protocol", "udp"), ("clientEvery", "20ms"), ("serverEvery", "20ms"), ("jitter", "10%"), ("payload", "172B")),

        // StatsD, syslog: nobody ever answers.
        new(
            "metrics-sender", "UDP, the client sends every 1 to 60 s and hears nothing",
            ("protocol", "udp"), ("clientEvery", "1s..5s..10s..15s..60s"), ("payload", "100B..1400B")),

        // A person or a service behind a kept-alive HTTP connection: the time to think has a long tail.
        new(
            "request-response", "TCP, a request every 100 ms to 30 s, each answered",
            ("protocol", "tcp"), ("clientEvery", "100ms..500ms..1s..5s..30s"), ("jitter", "100%"), ("reply", "true"),
            ("payload", "128B..1400B")),

        // Full segments one way; the client's own words are few, its acknowledgments are not.
        new(
            "bulk-download", "TCP, the server sends 1400 bytes every 2 to 50 ms, the client speaks every 5 to 30 s",
            ("protocol", "tcp"), ("clientEvery", "5s..10s..15s..20s..30s"), ("serverEvery", "2ms..5ms..10ms..20ms..50ms"),
            ("payload", "1400B")),

        // A pool keeps more connections than it needs, so most of them are seldom used.
        new(
            "database-pool", "TCP, a query every 200 ms to 60 s, each answered",
            ("protocol", "tcp"), ("clientEvery", "200ms..1s..5s..20s..60s"), ("jitter", "100%"), ("reply", "true"),
            ("payload", "64B..1400B")),

        // A resolver that asks its upstream from one socket.
        new(
            "dns", "UDP, a question every 100 ms to 30 s from one socket, each answered",
            ("protocol", "udp"), ("clientEvery", "100ms..500ms..1s..5s..30s"), ("jitter", "100%"), ("reply", "true"),
            ("payload", "40B..512B"),
            ("patience", "5s")),
    ];
}
