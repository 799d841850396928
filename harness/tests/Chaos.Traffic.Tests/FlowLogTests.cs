using Chaos.Model;

namespace Chaos.Traffic.Tests;

public sealed class FlowLogTests
{
    [Fact]
    public void The_earlier_of_two_deaths_counts_whatever_the_order_of_the_reports()
    {
        FlowLog log = new(1);

        log.Opened(1, 0);
        log.Died(50, 0, DeathCause.Timeout, Side.Client);
        log.Died(20, 0, DeathCause.Reset, Side.Server);
        log.Died(30, 0, DeathCause.Closed, Side.Client);

        Assert.Equal(new FlowLife(1, null, 20, DeathCause.Reset, 0), log.Lives[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_flow_that_was_refused_did_not_also_die(bool serverReportsFirst)
    {
        FlowLog log = new(1);

        if (serverReportsFirst) log.Died(20, 0, DeathCause.Timeout, Side.Server);
        log.Refused(30, 0, DeathCause.Refused);
        if (!serverReportsFirst) log.Died(40, 0, DeathCause.Timeout, Side.Server);

        Assert.Equal(new FlowLife(null, 30, null, DeathCause.Refused, 0), log.Lives[0]);
    }
}
