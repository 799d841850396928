using Chaos.Model;

namespace Chaos.Scenarios.Tests;

public sealed class RoundTripTests
{
    private const long Millisecond = 1_000_000;

    [Theory]
    [InlineData("links: { rtt: 20ms }", 5, 5)]
    [InlineData("links: { rtt: 20ms, rttAt: both }", 5, 5)]
    [InlineData("links: { rtt: 20ms, rttAt: servers }", 0, 10)]
    [InlineData("links: { rtt: 20ms, rttAt: clients }", 10, 0)]
    public void A_round_trip_time_is_shared_out_over_the_links(string links, long clients, long servers)
    {
        LinkSet bound = Given.Plan(Given.Small + links).Scenario.Links;

        Assert.Equal((clients * Millisecond, clients * Millisecond), (bound.ClientToNode.Delay, bound.NodeToClient.Delay));
        Assert.Equal((servers * Millisecond, servers * Millisecond), (bound.NodeToServer.Delay, bound.ServerToNode.Delay));
        Assert.Equal(20 * Millisecond, bound.RoundTrip);
    }

    [Fact]
    public void Without_one_it_is_that_of_the_four_links() =>
        Assert.Equal(400_000, Given.Plan(Given.Small).Scenario.Links.RoundTrip);

    [Fact]
    public void It_has_a_short_name_as_an_axis_and_for_set_and_other_conditions_stay()
    {
        string text = Given.Small + "links: { clientToNode: { loss: 5% } }\nmatrix: { rtt: [0.4ms, 1ms] }";

        LinkSet[] links = [.. Given.Plan(text).Cells.Select(cell => cell.Scenario.Links)];

        Assert.Equal([400_000, Millisecond], links.Select(link => link.RoundTrip));
        Assert.All(links, link => Assert.Equal(0.05, link.ClientToNode.Loss));
        Assert.Equal(2 * Millisecond, Given.Plan(Given.Small, "rtt=2ms").Scenario.Links.RoundTrip);
    }

    [Fact]
    public void The_resolved_file_of_an_axis_is_the_same_scenario()
    {
        ScenarioPlan plan = Given.Plan(Given.Small + "matrix: { rtt: [0.4ms, 1ms] }");

        Assert.Equal(Given.Show(plan), Given.Show(Given.Plan(plan.ResolvedYaml)));
    }

    [Theory]
    [InlineData(
        "links: { rtt: 20ms, nodeToServer: { delay: 1ms } }",
        "6:44: `links.nodeToServer.delay`: rtt gives the delays of all links; keep one of the two")]
    [InlineData(
        "links: { rttAt: servers }", "6:17: `links.rttAt`: it places the rtt, which is not here; write rtt, or the delays of the links")]
    [InlineData("links: { rtt: 30s }", "6:15: `links.rtt`: `30s` is out of range; allowed is 0s to 20s")]
    [InlineData("links: { rtt: 20 }", "6:15: `links.rtt`: `20` has no unit")]
    public void A_wrong_one_is_a_mistake_at_its_place(string links, string mistake) =>
        Assert.Contains(Given.Mistakes(Given.Small + links), one => one.Contains(mistake, StringComparison.Ordinal));
}
