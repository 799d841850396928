using Chaos.Packets;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`pressure:`, the short-lived flows that churn the table.</summary>
internal static class PressureKeys
{
    public static readonly ScalarKey<string> Name = FlowKeys.Name;

    public static readonly ScalarKey<IpProtocol> Protocol = FlowKeys.Protocol;

    public static readonly ScalarKey<double> Rate = new("rate", "New flows per second, over all clients.", new RateParser(1_000_000));

    public static readonly ScalarKey<int> Exchanges = new(
        "exchanges", "Messages that the client sends on each flow.", new WholeNumberParser<int>(1, 1000), "1");

    public static readonly ScalarKey<bool> Replies = new("replies", "The server answers each message.", CommonParsers.Truth, "true");

    public static readonly ScalarKey<PayloadRange> Payload = new(
        "payload", "Bytes of a message, one size or a range.", CommonParsers.Payload, "64B");

    public static readonly ListKey Pressure = new(
        "pressure", "Short-lived flows, counted but not watched; [] for none.", [Name, Protocol, Rate, Exchanges, Replies, Payload])
    { MayBeEmpty = true };
}
