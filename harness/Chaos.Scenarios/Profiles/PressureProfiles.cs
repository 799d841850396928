namespace Chaos.Scenarios.Profiles;

/// <summary>Shapes of short flows; the rate is the scenario's.</summary>
internal static class PressureProfiles
{
    public static IReadOnlyList<Profile> All { get; } =
    [
        // A stub resolver takes a new port for each question.
        new(
            "dns", "UDP, one question and its answer", ("protocol", "udp"), ("exchanges", "1"), ("replies", "true"),
            ("payload", "40B..512B")),
        new(
            "metrics-sender", "UDP, one packet without an answer", ("protocol", "udp"), ("exchanges", "1"), ("replies", "false"),
            ("payload", "100B..1400B")),
        new(
            "request-response", "a whole TCP connection: open, three exchanges, close",
            ("protocol", "tcp"), ("exchanges", "3"), ("replies", "true"), ("payload", "128B..1400B")),
    ];
}
