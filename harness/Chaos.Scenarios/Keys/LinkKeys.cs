using Chaos.Model;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`links:`, what the wires do; each direction has the same keys.</summary>
internal static class LinkKeys
{
    /// <summary>Longer than any way around the earth; a wait for an answer must stay shorter than a day.</summary>
    private static readonly DurationParser Way = new(TimeSpan.Zero, TimeSpan.FromSeconds(10));

    public static readonly ScalarKey<TimeSpan> Delay = new("delay", "One way.", Way, "100us");

    public static readonly ScalarKey<TimeSpan> Jitter = new(
        "jitter", "How far the delay strays to either side; packets stay in order.", Way, "0s");

    public static readonly ScalarKey<JitterShape> Shape = new(
        "jitterShape", "uniform, or normal with the jitter as standard deviation.",
        new ChoiceParser<JitterShape>(("uniform", JitterShape.Uniform), ("normal", JitterShape.Normal)), "uniform");

    public static readonly ScalarKey<double> Loss = new("loss", "Share of packets that are lost.", CommonParsers.Percentage, "0%");

    public static readonly ScalarKey<double> Duplicate = new("duplicate", "Share that arrives twice.", CommonParsers.Percentage, "0%");

    public static readonly ScalarKey<double> Reorder = new(
        "reorder", "Share that is held back by reorderBy, so that later packets overtake it.", CommonParsers.Percentage, "0%");

    public static readonly ScalarKey<TimeSpan> ReorderBy = new("reorderBy", "How long a reordered packet is held back.", Way, "1ms");

    public static readonly ScalarKey<double> Corrupt = new(
        "corrupt", "Share that arrives with one bit flipped.", CommonParsers.Percentage, "0%");

    public static readonly ScalarKey<long> Bandwidth = new(
        "bandwidth", "Bits of IP packets per second, for each host's link.", new BandwidthParser(), "unlimited");

    public static readonly ScalarKey<long> Queue = new(
        "queue", "A packet that finds more than this waiting is dropped; counts only with a bandwidth.",
        new ByteCountParser(0, 1_000_000_000), "250kB");

    public static readonly ScalarKey<TimeSpan> RoundTrip = new(
        "rtt", "Round trip time from a client to a server and back, instead of the four delays (0.4 ms where nothing is said).",
        new DurationParser(TimeSpan.Zero, TimeSpan.FromSeconds(20)))
    { Optional = true, ShortName = "rtt" };

    public static readonly ScalarKey<RoundTripPlace> RoundTripAt = new(
        "rttAt", "Where the rtt lies: both (half on each side of the node), clients, or servers (all of it on that side).",
        new ChoiceParser<RoundTripPlace>(
            ("both", RoundTripPlace.Both), ("clients", RoundTripPlace.Clients), ("servers", RoundTripPlace.Servers)), "both");

    public static readonly MappingKey ClientToNode = Direction("clientToNode", "From each client to the node.");
    public static readonly MappingKey NodeToClient = Direction("nodeToClient", "From the node to each client.");
    public static readonly MappingKey NodeToServer = Direction("nodeToServer", "From the node to each server.");
    public static readonly MappingKey ServerToNode = Direction("serverToNode", "From each server to the node.");

    public static readonly MappingKey Links = new(
        "links", "What the wires do.", [RoundTrip, RoundTripAt, ClientToNode, NodeToClient, NodeToServer, ServerToNode]);

    private static MappingKey Direction(string name, string description) =>
        new(name, description, [Delay, Jitter, Shape, Loss, Duplicate, Reorder, ReorderBy, Corrupt, Bandwidth, Queue]);
}
