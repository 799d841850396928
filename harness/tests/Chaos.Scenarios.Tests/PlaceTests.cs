namespace Chaos.Scenarios.Tests;

/// <summary>`servers` and `port` of a group.</summary>
public sealed class PlaceTests
{
    private const string Head = "version: 1\nname: small\nduration: 10s\nwarmUp: none\nservers: 4\n";

    [Theory]
    [InlineData("[0..2]", new[] { 0, 1, 2 })]
    [InlineData("0..2", new[] { 0, 1, 2 })]
    [InlineData("[3, 0..1]", new[] { 0, 1, 3 })]
    [InlineData("2", new[] { 2 })]
    public void A_group_names_its_servers(string text, int[] servers)
    {
        ScenarioPlan plan = Given.Plan(
            Head + $"flows: [{{ name: feeds, protocol: udp, count: 5, serverEvery: 1s, servers: {text}, port: 443 }}]\n"
            + $"pressure: [{{ name: dns, protocol: udp, rate: 10/s, servers: {text}, port: 53 }}]\n");

        Assert.Equal(servers, plan.Scenario.Flows[0].Servers);
        Assert.Equal((ushort)443, plan.Scenario.Flows[0].Port);
        Assert.Equal(servers, plan.Scenario.Pressure[0].Servers);
        Assert.Equal([53], plan.Scenario.Pressure[0].ServerPorts!);
        Assert.Equal(Given.Show(plan), Given.Show(Given.Plan(plan.ResolvedYaml)));
    }

    [Theory]
    [InlineData("servers: [0..4]", "`flows.feeds.servers`: there is no host 4; the scenario has 4 servers, counted from 0")]
    [InlineData("servers: [64]", "`flows.feeds.servers`: `64` is out of range; hosts are 0 to 63")]
    [InlineData("servers: [2..0]", "`flows.feeds.servers`: `2..0` runs backwards; write the smaller number first")]
    [InlineData("servers: [1, 0..1]", "`flows.feeds.servers`: `1, 0..1` has host 1 twice; write it once")]
    [InlineData("servers: all", "`flows.feeds.servers`: `all` is not a list of hosts; write numbers from 0 and ranges, for example [0..3]")]
    [InlineData("servers: []", "`servers` must be a value, or a list of single values")]
    [InlineData("port: 0", "`flows.feeds.port`: `0` is out of range; allowed is 1 to 65535")]
    public void A_wrong_place_says_what_is_wrong(string keys, string reason) =>
        Assert.EndsWith(
            reason, Assert.Single(Given.Mistakes(
                Head + $"flows: [{{ name: feeds, protocol: udp, count: 5, serverEvery: 1s, {keys} }}]\n")), StringComparison.Ordinal);

    [Fact]
    public void Behind_a_node_port_the_node_chooses() =>
        Assert.Contains(
            "behind a node port the node chooses the server",
            Assert.Single(Given.Mistakes(
                Head + "topology: nodeport\nflows: [{ name: feeds, protocol: udp, count: 5, serverEvery: 1s, servers: 0 }]\n")),
            StringComparison.Ordinal);

    [Fact]
    public void Fewer_servers_have_fewer_ports_and_the_warning_counts_those_of_the_group()
    {
        string text = Head + "flows: [{ name: feeds, protocol: udp, count: 5, serverEvery: 1s }]\n"
            + "pressure: [{ name: dns, protocol: udp, rate: 4000/s, servers: 0 }]\n";

        Assert.Contains("towards 1 x 1 server sockets", Assert.Single(Given.Plan(text).Warnings), StringComparison.Ordinal);
        Assert.Empty(Given.Plan(text.Replace(", servers: 0 }", " }", StringComparison.Ordinal)).Warnings);
    }
}
