using Chaos.Model;
using Chaos.Scenarios.Profiles;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`pressure:`, the short-lived flows that churn the table.</summary>
internal static class PressureKeys
{
    public static readonly ProfileKeys Profiles = ProfileKeys.Of(PressureProfiles.All, mayBeMixed: false);

    public static readonly ScalarKey<string> Name = FlowKeys.Name;

    public static readonly ScalarKey<Transport> Protocol = FlowKeys.Protocol;

    private static readonly RateParser AnyRate = new(1_000_000);

    public static readonly ScalarKey<double> Rate = new("rate", "New flows per second, over all clients.", AnyRate);

    public static readonly ScalarKey<double> RampTo = new("to", "The rate at the end, kept from there on.", AnyRate);

    public static readonly ScalarKey<TimeSpan> RampOver = new(
        "over", "How long it takes, from the moment at which pressure begins (warm-up included).", CommonParsers.TimeAboveZero);

    public static readonly MappingKey Ramp = new("ramp", "The rate changes in a straight line.", [RampTo, RampOver]) { Optional = true };

    public static readonly ScalarKey<TimeSpan> BurstEvery = new(
        "every", "From the start of one burst to the next.", CommonParsers.TimeAboveZero);

    public static readonly ScalarKey<TimeSpan> BurstLength = new(
        "length", "All flows of a period start within this time at its beginning; the mean rate stays.", CommonParsers.TimeAboveZero);

    public static readonly MappingKey Burst = new("burst", "The flows come in bursts.", [BurstEvery, BurstLength]) { Optional = true };

    public static readonly ScalarKey<int> Exchanges = new(
        "exchanges", "Messages that the client sends on each flow.", new WholeNumberParser<int>(1, 1000), "1");

    public static readonly ScalarKey<bool> Replies = new("replies", "The server answers each message.", CommonParsers.Truth, "true");

    public static readonly ScalarKey<PayloadRange> Payload = new(
        "payload", "Bytes of a message, one size or a range.", CommonParsers.Payload, "64B");

    public static readonly ListKey Pressure = new(
        "pressure", "Short-lived flows, counted but not watched; [] for none.",
        [Name, Profiles.One, Protocol, Rate, Ramp, Burst, Exchanges, Replies, Payload, PlaceKeys.Servers, PlaceKeys.Port])
    { MayBeEmpty = true, Profiles = Profiles };
}
