using Chaos.Packets;
using Chaos.Core;
using Chaos.Model;

namespace Chaos.Nat.Tests;

/// <summary>How many flows to one server find no port, by the share of the port range that is asked for.</summary>
/// <remarks>
/// Source of the expected shares: an independent simulation of Cilium's arithmetic; sources drawn from 32768-60999, no port is freed. For
/// the modulo
/// that was mended between releases there is no figure of its own; its walk differs from the first one by one port in 32,768.
/// </remarks>
public sealed class PortExhaustionTests
{
    private const int Range = 32768;

    [Theory]
    [InlineData("cilium-1.15", 0, 0, 0.75, 6.3)]
    [InlineData("cilium-1.16", 0, 0, 0.75, 6.3)]
    [InlineData("cilium-1.17", 0, 2.2, 8.4, 13.4)]
    [InlineData("cilium-1.18", 0, 2.2, 8.4, 13.4)]
    public void The_share_of_failed_allocations_is_that_of_the_era(string era, double at50, double at75, double at90, double at100)
    {
        double[] shares = SharesOfFailures(era);

        Assert.Equal([at50, at75, at90, at100], shares, (expected, actual) => Math.Abs(expected - actual) < 1);
    }

    [Fact]
    public void The_mended_modulo_fails_where_its_walk_is_stuck()
    {
        double[] shares = SharesOfFailures("cilium-1.17-dev");

        Assert.Equal([0.0, 0.0], shares[..2].Select(share => Math.Round(share)));
    }

    [Fact]
    public void The_histogram_holds_every_mapping_and_its_last_slot_the_failures()
    {
        NatDatapath datapath = Offer("cilium-1.18", Range);
        ReadOnlySpan<long> retries = datapath.Counters.Retries;

        long counted = 0;
        foreach (long slot in retries) counted += slot;
        Assert.Equal((33, Range), (retries.Length, counted));
        Assert.Equal((datapath.Counters.AllocationFailures, datapath.Counters.Mappings), (retries[^1], counted - retries[^1]));
        Assert.True(datapath.Counters.FillUpSignals >= datapath.Counters.AllocationFailures);
    }

    private static double[] SharesOfFailures(string era) =>
        [.. new[] { 50, 75, 90, 100 }.Select(
            percent => 100.0 * Offer(era, Range * percent / 100).Counters.AllocationFailures / (Range * percent / 100))];

    private static NatDatapath Offer(string era, int flows)
    {
        NatDatapath datapath = NatDatapath.Create(
            NatWorld.Options("baseline") with { PortSelection = era, Map = new MapOptions(4 * Range) });
        RandomStream random = new(1, "test/sources");
        byte[] bytes = new byte[64];
        for (int flow = 0; flow < flows; flow++)
        {
            FiveTuple tuple = NatWorld.Tuple(
                (ushort)random.NextBetween(32768, 60999)) with
            { SourceAddress = new(NatWorld.Client.Value + (uint)flow) };
            int length = UdpDatagram.Write(bytes, tuple, []);
            datapath.ProcessEgress(bytes.AsSpan(0, length), flow, cpu: 0);
        }

        return datapath;
    }
}
