namespace Chaos.Scenarios.Tests;

public sealed class WarningTests
{
    private const string Churn = Given.Small + "servers: 1\nwarmUp: none\npressure: [{ name: dns, protocol: udp, rate: 4000/s }]\n";

    [Fact]
    public void A_cell_that_runs_out_of_nat_ports_is_named()
    {
        // 40,000 new flows in 10 s, 5 watched ones, 32,768 ports: too few once the map can hold that many.
        ScenarioPlan plan = Given.Plan(Churn + "matrix: { mapSize: [1024, 65536] }");

        Assert.Equal(
            [
                "cell mapSize=65536: about 40005 UDP flows will exhaust the 32768 NAT ports towards 1 x 1 server sockets; add servers or "
                + "portsPerServer, or lower the rate"
            ],
            plan.Warnings);
    }

    [Theory]
    [InlineData("servers=2")]
    [InlineData("portsPerServer=2")]
    [InlineData("pressure.dns.rate=3000/s")]
    [InlineData("pressure.dns.protocol=tcp")]
    [InlineData("mapSize=32768")]
    [InlineData("nat.target=none")]
    public void A_roomier_plan_is_not_warned_of(string set) =>
        Assert.DoesNotContain(Given.Plan(Churn, set).Warnings, warning => warning.Contains("UDP", StringComparison.Ordinal));

    [Theory]
    [InlineData("warmUp=5s")]
    [InlineData("warmUp=untilFull")]
    public void The_warm_up_takes_ports_too(string set)
    {
        Assert.Empty(Given.Plan(Churn, "pressure.dns.rate=3000/s").Warnings);
        Assert.Single(Given.Plan(Churn, "pressure.dns.rate=3000/s", set).Warnings);
    }

    [Fact]
    public void A_release_that_is_newer_than_the_recordings_is_named_once()
    {
        ScenarioPlan plan = Given.Plan(Given.Small + "matrix: { mapSize: [1024, 4096], variant: [cilium-1.18.7, cilium-1.18.9] }");

        Assert.Equal(
            ["cilium-1.18.9 is newer than cilium-1.18.7, the newest patch release that was recorded; it is taken for cilium-1.18.7"],
            plan.Warnings);
    }
}
