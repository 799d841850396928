using System.Text.Json;
using System.Text.Json.Serialization;
using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Containers.Dialects;

/// <summary>A line on an image's standard input.</summary>
/// <param name="Type">The verb.</param>
internal sealed record ImageOrder(string Type)
{
    public const string Stats = "stats", Evict = "evict", Flush = "flush", Restart = "restart";

    private const long NanosecondsPerMillisecond = 1_000_000;

    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Of `evict`, without connections: `oldest`, `newest` or `random` of all.</summary>
    public string? Select { get; init; }

    /// <summary>Of `evict`: how many connections go.</summary>
    public int? Count { get; init; }

    /// <summary>Of `evict`, in the place of a count: the share of the connections that go, 0 to 1.</summary>
    public double? Share { get; init; }

    /// <summary>Of `evict`: choose among these only.</summary>
    public IReadOnlyList<ImageConnection>? Connections { get; init; }

    /// <summary>Of `restart`: how long the NAT stays away.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>The verb that a fault needs; null: it is not for an image.</summary>
    public static string? VerbFor(Fault fault) => fault switch
    {
        Faults.Evict => Evict,
        Faults.Flush => Flush,
        Faults.Restart => Restart,
        _ => null,
    };

    /// <summary>One act of a fault; null: there is nothing to do.</summary>
    /// <param name="order">Of a fault that has a verb.</param>
    /// <param name="connections">All that are watched, by their number.</param>
    public static ImageOrder? Of(FaultOrder order, IReadOnlyDictionary<int, FiveTuple> connections) => order switch
    {
        { Phase: FaultPhase.End } => null,
        { Fault: Faults.Evict evict } when evict.CountAt(order.Tick) == 0 => null,
        { Fault: Faults.Evict evict } => new ImageOrder(Evict)
        {
            Select = JsonNamingPolicy.CamelCase.ConvertName(evict.Select.ToString()),
            Count = evict.CountAt(order.Tick),
            Share = evict.Share,
            Connections = order.Flows is { } flows ? [.. flows.Select(flow => ImageConnection.Of(connections[flow]))] : null,
        },
        { Fault: Faults.Restart } => new ImageOrder(Restart) { Milliseconds = (order.LengthNanoseconds ?? 0) / NanosecondsPerMillisecond },
        _ => new ImageOrder(VerbFor(order.Fault)!),
    };

    /// <summary>With its line feed.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, options), (byte)'\n'];
}

/// <summary>A connection before translation.</summary>
/// <param name="Protocol">`tcp` or `udp`.</param>
/// <param name="Client">Address and port.</param>
/// <param name="Server">Address and port.</param>
internal sealed record ImageConnection(string Protocol, string Client, string Server)
{
    public static ImageConnection Of(FiveTuple tuple) => new(
        tuple.Protocol == IpProtocol.Tcp ? "tcp" : "udp", $"{tuple.SourceAddress}:{tuple.SourcePort}",
        $"{tuple.DestinationAddress}:{tuple.DestinationPort}");
}
