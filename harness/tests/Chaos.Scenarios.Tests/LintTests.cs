namespace Chaos.Scenarios.Tests;

/// <summary>What is allowed, and measures the author's mistake instead of the NAT.</summary>
public sealed class LintTests
{
    private const string Asking = """
        version: 1
        name: small
        duration: 10s
        warmUp: none
        flows:
          - { name: api, protocol: tcp, count: 5, clientEvery: 1s, reply: true, patience: 2s }
          - { name: feeds, protocol: udp, count: 5, serverEvery: 1s, patience: 2s }

        """;

    [Theory]
    [InlineData(
        "links: { rtt: 3s }",
        "good.yaml:6:83: `flows.api.patience`: 2s is shorter than the round trip of the links (3s): no answer comes in time, whatever the "
        + "NAT does")]
    [InlineData(
        "links: { rtt: 1ms }\nfaults: [{ at: 1s, for: 3s, restart: { map: kept } }]",
        "good.yaml:9:25: `restart` lasts 3s, longer than the patience of api, feeds: these flows die of the pause, without any NAT")]
    [InlineData(
        "links: { nodeToClient: { loss: 1% } }\nmatrix: { flows.feeds.serverEvery: [1s, 5s] }",
        "good.yaml:7:72: `flows.feeds.patience`: 2s is shorter than the period (5s), and packets are lost: one lost datagram ends a flow, "
        + "without any NAT")]
    public void A_mistake_of_the_author_is_noted_once_at_its_place(string more, string note) =>
        Assert.Equal([note], Given.Plan(Asking + more).Notes.Select(each => each.ToString()));

    [Theory]
    [InlineData("links: { rtt: 1s }")]
    [InlineData("faults: [{ at: 1s, for: 2s, restart: { map: kept } }]")]
    [InlineData("links: { nodeToClient: { loss: 1% } }")]
    [InlineData("links: { nodeToClient: { delay: 1s } }")]
    public void What_the_patience_covers_is_not_noted(string more) => Assert.Empty(Given.Plan(Asking + more).Notes);

    [Fact]
    public void A_warm_up_that_never_ends_is_noted_where_the_size_of_the_map_is_said()
    {
        ScenarioPlan plan = Given.Plan(
            Given.Small + "nat: { map: { size: 16777216 } }\npressure: [{ name: dns, protocol: udp, rate: 0.1/s }]");

        Assert.Equal(
            ["good.yaml:6:21: the warm-up takes about 83,886,030 s before a run of 10 s; raise the rate, take a smaller map, or write "
                + "warmUp: none"],
            plan.Notes.Select(note => note.ToString()));
        Assert.Equal(
            ["good.yaml:6:9: the warm-up takes about 72,000 s before a run of 10 s; write a shorter one"],
            Given.Plan(Given.Small + "warmUp: 20h").Notes.Select(note => note.ToString()));
    }

    [Fact]
    public void A_note_that_holds_for_all_cells_is_said_once()
    {
        ScenarioPlan plan = Given.Plan(
            Given.Small + "servers: 1\nwarmUp: none\npressure: [{ name: dns, protocol: udp, rate: 4000/s }]\n"
            + "matrix: { variant: [baseline, cilium-1.17, cilium-1.18] }");

        Assert.StartsWith("all cells: about 40005 UDP flows", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }
}
