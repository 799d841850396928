using Chaos.Model;

namespace Chaos.Packets.Tests;

public sealed class ReceiveSideScalingTests
{
    /// <summary>Source: Microsoft, "Verifying the RSS hash calculation", IPv4 with TCP ports.</summary>
    [Theory]
    [InlineData("66.9.149.187", 2794, "161.142.100.80", 1766, 0x51ccc178u)]
    [InlineData("199.92.111.2", 14230, "65.69.140.83", 4739, 0xc626b0eau)]
    [InlineData("24.19.198.95", 12898, "12.22.207.184", 38024, 0x5c2b394au)]
    [InlineData("38.27.205.30", 48228, "209.142.163.6", 2217, 0xafc7327fu)]
    [InlineData("153.39.163.191", 44251, "202.188.127.2", 1303, 0x10e828a2u)]
    public void The_hash_is_the_one_of_the_verification_suite(
        string source, ushort sourcePort, string destination, ushort destinationPort, uint hash) =>
        Assert.Equal(hash, ReceiveSideScaling.HashOf(
            new FiveTuple(IpProtocol.Tcp, Ipv4Address.Parse(source), sourcePort, Ipv4Address.Parse(destination), destinationPort)));

    [Fact]
    public void Connections_are_spread_over_all_cpus_about_evenly()
    {
        ReceiveSideScaling scaling = new(4);
        byte[] packet = new byte[64];
        int[] counts = new int[4];
        for (ushort port = 40000; port < 50000; port++)
        {
            int length = UdpDatagram.Write(
                packet, new FiveTuple(IpProtocol.Udp, new Ipv4Address(0x0A000001), port, new Ipv4Address(0x0A000002), 53), []);
            counts[scaling.CpuOf(packet.AsSpan(0, length))]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 2300, 2700));
    }

    [Fact]
    public void What_cannot_be_read_goes_to_the_first_cpu() => Assert.Equal(0, new ReceiveSideScaling(4).CpuOf([1, 2, 3]));
}
