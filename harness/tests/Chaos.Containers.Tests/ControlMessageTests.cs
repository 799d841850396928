using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Chaos.Containers.Tests.Support;
using Chaos.Control;
using Chaos.Faults;

namespace Chaos.Containers.Tests;

public sealed class ControlMessageTests
{
    private static readonly EndpointStatistics statistics = new()
    {
        At = 5, ScheduledMessages = 100, LateMessages = 1, LongestLatenessNanoseconds = 7, StrayMessages = 2, LocalFailures = 3,
        PressureStarted = 10, PressureCompleted = 8, PressureFailed = 1, PressureSkipped = 1,
    };

    private static readonly ControlMessage[] samples =
    [
        new ConfigureNode
        {
            InsideAddress = "198.18.0.2", OutsideAddress = "198.18.1.2", InsideGateway = "198.18.0.1", OutsideGateway = "198.18.1.1",
            EgressAddress = "198.18.1.250", Nat = SmallRuns.Nat, Watched = [new WatchedConnection(7, Transport.Udp, "198.18.0.10", 40000, "198.18.1.10", 7000)],
        },
        new ConfigureEndpoint
        {
            Role = EndpointRole.Server, Index = 1, Address = "198.18.1.11", ServerAddresses = ["198.18.1.10", "198.18.1.11"],
            Traffic = SmallRuns.Traffic(2, SmallRuns.Group("feeds", Transport.Tcp, SmallRuns.Second, 0)) with
            {
                Pressure = [new PressureDescription("dns", Transport.Udp, 400_000, 1, true, 64, 128, ulong.MaxValue)],
            },
        },
        new Start { EpochNanoseconds = long.MaxValue },
        new PressureStart { At = -1 },
        new PressureStop { At = 2 },
        new StopAt { At = 3 },
        new AskStatistics(),
        new InjectFault
        {
            Number = 1,
            Order = new FaultOrder(2, new Evict { Half = EvictHalf.Any, Select = EvictSelect.Random, Share = 0.1 }, FaultPhase.Begin, 0, 5, 9, [1, 2]),
        },
        new Capture(7),
        new Captured(7, [new CapturedPacket(6, true, 1500, [0x45, 0])]),
        new Stop(),
        new Ready { MonotonicNanoseconds = 123, DescriptorLimit = 20_000 },
        new Opened { Flow = 1, At = 10 },
        new Refused { Flow = 1, Cause = "refused", At = 10 },
        new Died { Flow = 1, Cause = "portChanged", Side = EndpointRole.Server, At = 11 },
        new Reopened { Flow = 1, At = 11 },
        new Moved { Flow = 1, At = 12 },
        new Sent { Flow = 1, Side = EndpointRole.Client, Kind = "data", Sequence = uint.MaxValue, At = 13 },
        new Incident { Flow = 1, Mechanism = "reverseEvicted", BrokenAt = 9, At = 11 },
        new FaultDone { Number = 1, At = 8, Report = new FaultReport(new Dictionary<string, long> { ["chosen"] = 1 }, [1]) },
        new NodeStatistics
        {
            At = 1, Packets = 2, Forwarded = 3, Punted = 4, WriteFailures = 5, Drops = new Dictionary<string, long> { ["notIpv4"] = 6 },
            Mappings = 7, AllocationFailures = 8, Entries = 9, Capacity = 10, Evictions = 11, RestoredReverse = 12, RestoredOriginal = 13,
        },
        statistics,
        new Summary { Statistics = statistics, Flows = [new FlowCount(1, 2, 3)] },
        new Error { Text = "a \"quoted\" line\nbreak" },
    ];

    [Fact]
    public void Every_message_is_one_line_and_comes_back_as_it_was()
    {
        foreach (ControlMessage sample in samples)
        {
            byte[] line = ControlJson.Encode(sample);

            ControlMessage decoded = ControlJson.Decode(line.AsSpan(0, line.Length - 1));

            Assert.Equal(1, line.Count(value => value == '\n'));
            Assert.Equal(sample.GetType(), decoded.GetType());
            Assert.Equal(Encoding.UTF8.GetString(line), Encoding.UTF8.GetString(ControlJson.Encode(decoded)));
        }
    }

    [Fact]
    public void The_samples_leave_no_message_out()
    {
        IEnumerable<Type> known = typeof(ControlMessage).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType);

        Assert.Equal(known, samples.Select(sample => sample.GetType()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"nonsense\"}")]
    [InlineData("{\"type\":\"start\"}")]
    [InlineData("{\"type\":\"start\",\"epochNanoseconds\":1e99}")]
    [InlineData("{\"type\":\"error\",\"text\":null}")]
    [InlineData("{\"type\":\"stop\"")]
    [InlineData("\u00ff\u0000")]
    public void A_line_that_is_no_message_is_a_named_error(string line) =>
        Assert.Throws<ControlFormatException>(() => ControlJson.Decode(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void The_type_may_stand_anywhere_and_unknown_members_are_ignored()
    {
        ControlMessage message = ControlJson.Decode("{\"epochNanoseconds\":5,\"later\":[1],\"type\":\"start\"}"u8);

        Assert.Equal(new Start { EpochNanoseconds = 5 }, message);
    }
}
