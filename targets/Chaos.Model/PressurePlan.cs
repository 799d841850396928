using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>Short flows that churn the table.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Transport">UDP, or whole TCP connections.</param>
/// <param name="Rate">New flows, over all clients, dealt to the clients in turn.</param>
/// <param name="Exchanges">Messages that the client sends on each.</param>
/// <param name="Replies">The server answers each, and the client waits for it.</param>
/// <param name="PayloadBytesMinimum">Messages have a drawn length.</param>
/// <param name="PayloadBytesMaximum">Included.</param>
/// <param name="Seed">Of its draws.</param>
public sealed record PressurePlan(
    string Name, Transport Transport, RateShape Rate, int Exchanges, bool Replies, int PayloadBytesMinimum, int PayloadBytesMaximum,
    ulong Seed)
{
    /// <summary>The server hosts that it chooses from; null: all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Servers { get; init; }

    /// <summary>The server ports that it chooses from; null: all of the plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ushort>? ServerPorts { get; init; }

    /// <summary>Nanoseconds that a short flow may take; then it has failed and its port is free again.</summary>
    public const long Timeout = 3_000_000_000;

    /// <summary>Its clients see what becomes of a flow: UDP without replies is sent and forgotten.</summary>
    [JsonIgnore]
    public bool IsObserved => Replies || Transport == Transport.Tcp;
}
