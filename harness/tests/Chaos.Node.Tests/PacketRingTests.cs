using System.Diagnostics;
using Chaos.Model;
using Chaos.Node.Captures;
using Chaos.Packets;

namespace Chaos.Node.Tests;

public sealed class PacketRingTests
{
    private static readonly Ipv4Address client = Ipv4Address.Parse("198.18.0.10");
    private static readonly Ipv4Address server = Ipv4Address.Parse("198.18.1.10");
    private static readonly Ipv4Address nat = Ipv4Address.Parse("198.18.1.250");
    private static readonly FiveTuple connection = new(IpProtocol.Udp, client, 40000, server, 7777);
    private static readonly FiveTuple translated = connection with { SourceAddress = nat, SourcePort = 50000 };

    private readonly PacketRing ring = new(16);

    [Fact]
    public void A_connection_is_found_on_both_sides_of_the_nat_with_the_reply_that_no_mapping_knew()
    {
        long arrival = ring.Add(1, Datagram(connection), -1);
        ring.Add(2, Datagram(translated), arrival);
        ring.Add(3, Datagram(connection with { SourcePort = 40001 }), -1);
        ring.Add(4, Datagram(translated.Reversed()), -1);

        Assert.Equal([(1, false), (2, true), (4, false)], ring.Of(connection).Select(packet => (packet.At, packet.Left)));
    }

    [Fact]
    public void An_icmp_answer_belongs_to_the_packet_that_it_answers_alone()
    {
        ring.Add(1, Datagram(translated), ring.Add(0, Datagram(connection), -1));
        ring.Add(3, Unreachable(translated.Reversed()), ring.Add(2, Datagram(translated.Reversed()), -1));
        FiveTuple other = translated.Reversed() with { DestinationPort = 50001 };
        ring.Add(5, Unreachable(other), ring.Add(4, Datagram(other), -1));

        Assert.Equal([0, 1, 2, 3], ring.Of(connection).Select(packet => (int)packet.At));
    }

    [Fact]
    public void A_full_ring_forgets_the_oldest_and_nothing_else()
    {
        for (int count = 0; count < 20; count++) ring.Add(count, Datagram(connection), -1);

        Assert.Equal(Enumerable.Range(4, 16), ring.Of(connection).Select(packet => (int)packet.At));
    }

    [Fact]
    public void Garbage_is_kept_and_found_under_no_connection()
    {
        byte[] noise = new byte[200];
        for (int length = 0; length < noise.Length; length++)
        {
            Array.Fill(noise, (byte)(0x40 | (length & 0x3F)));
            ring.Add(length, noise.AsSpan(0, length), -1);
        }

        Assert.Empty(ring.Of(connection));
    }

    [Fact]
    public async Task The_usual_tools_read_what_we_write()
    {
        string path = Path.GetTempFileName();
        try
        {
            await using (FileStream stream = File.Create(path))
            {
                PcapngFile file = new(stream);
                file.Write(1_800_000_000_123_456_789, outbound: false, 35, Datagram(connection));
                file.Write(1_800_000_001_000_000_000, outbound: true, 35, Datagram(translated));
            }

            (int exit, string text) = await ReadWithTcpdumpAsync(path);

            Assert.True(exit == 0, text);
            Assert.Contains("1800000000.123456789 IP 198.18.0.10.40000 > 198.18.1.10.7777: UDP, length 7", text, StringComparison.Ordinal);
            Assert.Contains("1800000001.000000000 IP 198.18.1.250.50000 > 198.18.1.10.7777: UDP, length 7", text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<(int Exit, string Text)> ReadWithTcpdumpAsync(string path)
    {
        const string RequireVariable = "CHAOS_REQUIRE_DOCKER";
        string? tcpdump = new[] { "/usr/bin/tcpdump", "/usr/sbin/tcpdump" }.FirstOrDefault(File.Exists);
        if (tcpdump is null && Environment.GetEnvironmentVariable(RequireVariable) == "1")
            Assert.Fail($"{RequireVariable}=1, but there is no tcpdump: apt-get install -y tcpdump");
        if (tcpdump is null) Assert.Skip("there is no tcpdump: apt-get install -y tcpdump");
        using Process process = Process.Start(new ProcessStartInfo(
            tcpdump, ["-nn", "-tt", "--nano", "-r", path])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, text + errors);
    }

    /// <summary>An answer has no ports of its own; what it quotes lies behind its headers.</summary>
    private static byte[] Unreachable(FiveTuple refused)
    {
        byte[] packet = Datagram(refused.Reversed());
        packet[9] = (byte)IpProtocol.Icmp;
        return packet;
    }

    private static byte[] Datagram(FiveTuple tuple)
    {
        byte[] packet = new byte[64];
        return packet[..UdpDatagram.Write(packet, tuple, "payload"u8)];
    }
}
