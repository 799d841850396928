using Chaos.Model;
using Chaos.Runs;

namespace Chaos.Reports.Tests;

public class FlowStoryTests
{
    private static readonly FlowRecord Dead = new(
        "a", 1, "feeds-1", "feeds", "udp", 0, 1_000_000_000, 2_500_000_000, 2_500_000_000, FlowState.Died, DeathCause.Reset,
        Mechanism.ReverseEvicted);

    private static readonly RunEvent Loss = new()
    {
        Cell = "a", Repetition = 1, TimeNs = 1_000_000_000, Kind = RunEventKind.Eviction, Flow = "feeds-1", Half = "reverse",
        Rule = "shrink",
        By = "udp 198.18.0.10:40000 > 198.18.128.10:53", Met = "punt",
    };

    [Fact]
    public void A_death_says_what_was_lost_by_whose_insert_what_the_next_packet_met_and_what_an_endpoint_saw() => Assert.Equal(
        "The reverse entry was evicted as the least recently used at 1.000 s for the insert of udp 198.18.0.10:40000 > "
            + "198.18.128.10:53. The next "
        + "reply found no reverse entry, so it went to the node itself, which refused it. At 2.500 s an endpoint got an ICMP port "
            + "unreachable.",
        FlowStory.Of(Dead, [Loss]));

    [Fact]
    public void A_fault_tells_the_half_that_it_took() => Assert.StartsWith(
        "The original entry was removed by a fault at 1.000 s.",
        FlowStory.Of(Dead with { Mechanism = Mechanism.Fault }, [Loss with { Half = "original", Rule = "fault", By = null, Met = null }]),
        StringComparison.Ordinal);

    [Fact]
    public void Deaths_of_which_little_is_known_claim_no_more()
    {
        Assert.Equal(
            "The NAT tells of no loss. At 2.500 s an endpoint's deadline passed without a message.",
            FlowStory.Of(Dead with { Mechanism = Mechanism.None, BrokenAtNs = null, Cause = DeathCause.Timeout }, []));
        Assert.Equal("It was alive when the run ended.",
            FlowStory.Of(Dead with { State = FlowState.Survived, Cause = DeathCause.None }, []));
        Assert.Equal(
            "It never opened: the connection was refused.",
                FlowStory.Of(Dead with { State = FlowState.Refused, Cause = DeathCause.Refused }, []));
    }
}
