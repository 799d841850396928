using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation.Tests;

/// <summary>What the translation of ICMP errors does to flows: nine UDP flows ask a server whose program is down for a second.</summary>
public sealed class IcmpErrorTests
{
    private static readonly TrafficPlan Plan = Worlds.Plan(9, [Worlds.Group("asks", Transport.Udp, 200, 0, reply: true)]);

    /// <summary>
    /// Port unreachable is punted (1.16), or reaches the client with a wrong checksum, which its kernel drops (1.17 to 1.18.0): the client
    /// learns nothing and waits for its deadline. From 1.18.7 on the checksum is right and the client is reset at once.
    /// </summary>
    [Theory]
    [InlineData("cilium-1.15", "asks Timeout 9")]
    [InlineData("cilium-1.16", "asks Timeout 9")]
    [InlineData("cilium-1.17", "asks Timeout 9")]
    [InlineData("cilium-1.18.0", "asks Timeout 9")]
    [InlineData("cilium-1.18.7", "asks Reset 9")]
    [InlineData("cilium-1.19", "asks Reset 9")]
    [InlineData("baseline", "asks Reset 9")]
    public void A_refused_datagram_resets_its_client_where_the_error_arrives_whole(string variant, string deaths) =>
        Assert.Equal(deaths, Worlds.Deaths(Plan, Run(variant, IcmpHandling.AsRelease)));

    [Theory]
    [InlineData("cilium-1.16")]
    [InlineData("cilium-1.18.0")]
    public void With_correct_icmp_every_release_resets_it(string variant) =>
        Assert.Equal("asks Reset 9", Worlds.Deaths(Plan, Run(variant, IcmpHandling.Correct)));

    private static RunOutcome Run(string variant, IcmpHandling icmp) =>
        Worlds.Run(Plan, variant, faults: [Worlds.At5(new ServerRestart(), Worlds.Second)], icmp: icmp);
}
