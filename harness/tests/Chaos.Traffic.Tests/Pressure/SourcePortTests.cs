using Chaos.Core;
using Chaos.Model;
using Chaos.Traffic.Pressure;
using CsCheck;

namespace Chaos.Traffic.Tests.Pressure;

public sealed class SourcePortTests
{
    private const long Minute = 60 * LoopbackWorld.Second;

    [Fact]
    public void Connections_to_one_destination_take_each_port_once_and_those_of_the_first_parity_first()
    {
        SourcePorts ports = Ports(40000, 40999);
        RandomStream random = new(1);

        ushort[] taken = [.. Enumerable.Range(0, 1000).Select(_ => Take(ports, ref random))];

        Assert.All(taken[..500], port => Assert.Equal(0, port % 2));
        Assert.All(taken[500..], port => Assert.Equal(1, port % 2));
        Assert.Equal(1000, taken.Distinct().Count());
        Assert.False(ports.TryTake(ref random, 0, Transport.Tcp, 0, 80, out _));
    }

    [Fact]
    public void Ports_to_a_destination_rise_by_two_to_sixteen_until_the_range_ends()
    {
        SourcePorts ports = Ports(32768, 60999);
        RandomStream random = new(1);

        ushort[] taken = [.. Enumerable.Range(0, 200).Select(_ => Take(ports, ref random))];

        foreach ((ushort before, ushort after) in taken.Zip(taken.Skip(1)).Where(pair => pair.First < pair.Second))
            Assert.InRange(after - before, 2, 16);
        Assert.InRange(taken.Zip(taken.Skip(1)).Count(pair => pair.First > pair.Second), 0, 1);
    }

    [Fact]
    public void Destinations_share_a_port_over_tcp_and_sockets_do_not_over_udp()
    {
        SourcePorts ports = Ports(40000, 40000);
        RandomStream random = new(1);

        Assert.Equal(40000, Take(ports, ref random, server: 0));
        Assert.Equal(40000, Take(ports, ref random, server: 1));
        Assert.True(ports.TryTake(ref random, 0, Transport.Udp, 0, 80, out _));
        Assert.False(ports.TryTake(ref random, 0, Transport.Udp, 1, 80, out _));
    }

    [Fact]
    public void A_connection_closed_here_enters_time_wait_for_a_minute_and_a_reset_one_does_not()
    {
        SourcePorts ports = Ports(40000, 40000);
        RandomStream random = new(1);
        ushort port = Take(ports, ref random);
        ports.Return(0, Transport.Tcp, port, 0, 80, entersTimeWait: false);
        port = Take(ports, ref random);
        ports.Return(0, Transport.Tcp, port, 0, 80, entersTimeWait: true);

        Assert.False(ports.TryTake(ref random, Minute, Transport.Tcp, 0, 80, out _));
        Assert.True(ports.TryTake(ref random, Minute + (5 * LoopbackWorld.Second), Transport.Tcp, 0, 80, out _));
    }

    [Fact]
    public void The_port_of_a_watched_flow_is_not_taken() =>
        Gen.Select(Gen.ULong, Gen.Enum<Transport>()).Sample((seed, transport) =>
        {
            TrafficPlan plan = Plans.One(transport) with { SourcePortMinimum = 40000, SourcePortMaximum = 40003 };
            SourcePorts ports = new(plan, Plans.Network(plan), 0);
            RandomStream random = new(seed);

            List<ushort> taken = [];
            while (ports.TryTake(ref random, 0, transport, 0, 8080, out ushort port)) taken.Add(port);

            Assert.Equal([40001, 40002, 40003], taken.Order().Select(port => (int)port));
        });

    [Fact]
    public void Behind_a_node_port_a_port_that_rests_towards_one_server_rests_towards_all()
    {
        SourcePorts ports = Ports(40000, 40001, TopologyKind.NodePort);
        RandomStream random = new(1);
        ushort first = Take(ports, ref random, server: 0);
        ports.Return(0, Transport.Tcp, first, 0, 80, entersTimeWait: true);

        Assert.NotEqual(first, Take(ports, ref random, server: 1));
        Assert.False(ports.TryTake(ref random, 0, Transport.Tcp, 2, 80, out _));
    }

    private static SourcePorts Ports(ushort minimum, ushort maximum, TopologyKind topology = TopologyKind.Egress)
    {
        TrafficPlan plan = Plans.One() with
        {
            Flows = [],
            SourcePortMinimum = minimum,
            SourcePortMaximum = maximum,
            Servers = 3,
            ServerPorts = [80],
        };
        return new SourcePorts(plan, Plans.Network(plan, topology), 0);
    }

    private static ushort Take(SourcePorts ports, ref RandomStream random, int server = 0)
    {
        Assert.True(ports.TryTake(ref random, 0, Transport.Tcp, server, 80, out ushort port));
        return port;
    }
}
