using System.Net;
using Chaos.Containers.Topologies;
using Chaos.Model;
using CsCheck;

namespace Chaos.Containers.Tests;

public sealed class SubnetPairTests
{
    [Fact]
    public void Free_pairs_touch_nothing_that_is_taken_and_none_is_forgotten()
    {
        Gen<IPNetwork> taken = Gen.Select(Gen.UInt[0xC6100000, 0xC6160000], Gen.Int[12, 30]).Select(NetworkAround);
        Gen.Select(taken.Array[0, 8], Gen.Int[0, SubnetPair.Count - 1]).Sample((networks, first) =>
        {
            HashSet<int> free = [.. SubnetPair.Free(networks, first).Select(pair => pair.Number)];

            for (int number = 0; number < SubnetPair.Count; number++)
                Assert.Equal(!networks.Any(network => Touches(network, number)), free.Contains(number));
        });
    }

    [Fact]
    public void Addresses_lie_in_their_subnets_inside_the_benchmarking_range()
    {
        SubnetPair last = new(SubnetPair.Count - 1);
        NetworkPlan network = new()
        {
            Topology = TopologyKind.Egress,
            InsideNetwork = last.Inside,
            OutsideNetwork = last.Outside,
            PrefixBits = SubnetPair.PrefixBits,
            Clients = SubnetPair.MaximumHosts,
            Servers = 1,
            ServerPorts = [7000],
            Translates = true,
        };

        Assert.Equal("198.19.254.0/24", last.InsideSubnet);
        Assert.Equal("198.19.255.0/24", last.OutsideSubnet);
        Assert.Equal("198.19.254.239", network.Client(SubnetPair.MaximumHosts - 1).ToString());
        Assert.Equal("198.19.255.250", network.EgressAddress.ToString());
    }

    private static IPNetwork NetworkAround(uint address, int prefix)
    {
        uint start = address & (uint.MaxValue << (32 - prefix));
        return new IPNetwork(
            new IPAddress([(byte)(start >> 24), (byte)(start >> 16 & 255), (byte)(start >> 8 & 255), (byte)(start & 255)]), prefix);
    }

    // A pair is one /23: the plain comparison of two ranges.
    private static bool Touches(IPNetwork network, int number)
    {
        byte[] bytes = network.BaseAddress.GetAddressBytes();
        long start = (long)bytes[0] << 24 | (long)bytes[1] << 16 | (long)bytes[2] << 8 | bytes[3];
        long end = start + (1L << (32 - network.PrefixLength));
        long pair = 0xC6120000 + number * 512L;
        return start < pair + 512 && pair < end;
    }
}
