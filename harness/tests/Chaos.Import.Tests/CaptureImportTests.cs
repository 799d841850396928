using System.Buffers.Binary;
using Chaos.Core;
using Chaos.Experiments;
using Chaos.Experiments.Planning;
using Chaos.Replay.Witnessing;
using Chaos.Scenarios;
using Chaos.Simulation;

namespace Chaos.Import.Tests;

/// <summary>A capture of a run, as a scenario again.</summary>
public sealed class CaptureImportTests
{
    private const string Scenario = """
        version: 1
        name: captured
        clients: 3
        servers: 2
        duration: 20s
        repetitions: 1
        warmUp: none
        nat: { variant: cilium-1.19 }
        flows:
          - { name: senders, protocol: udp, count: 30, openOver: 1s, clientEvery: 500ms, serverEvery: 4s }
          - { name: feeds, protocol: udp, count: 20, openOver: 1s, clientEvery: 4s, serverEvery: 500ms }
          - { name: api, protocol: tcp, count: 10, openOver: 1s, clientEvery: 1s, reply: true }
        pressure:
          - { name: dns, protocol: udp, rate: 50/s }
          - { name: scan, protocol: udp, rate: 20/s, replies: false }
          - { name: web, protocol: tcp, rate: 10/s, exchanges: 2 }
        """;

    private static readonly Lazy<byte[]> Capture = new(MakeCapture);

    [Fact]
    public void It_gives_back_the_numbers_of_the_run_within_a_tenth()
    {
        string yaml = Import(Capture.Value);
        Scenario imported = Experiment.FromText(yaml).Plan.Scenario;

        Assert.Equal((3, 2, 1), (imported.Clients, imported.Servers, imported.PortsPerServer));
        Assert.Equal(
            ["tcp-requests", "udp-feeds", "udp-senders"], imported.Flows.Select(group => group.Name).Order(StringComparer.Ordinal));
        Same(30, Flows(imported, "udp-senders").Count);
        Same(0.5, Period(Flows(imported, "udp-senders").Shapes[0].ClientEvery));
        Same(4, Period(Flows(imported, "udp-senders").Shapes[0].ServerEvery));
        Same(20, Flows(imported, "udp-feeds").Count);
        Same(4, Period(Flows(imported, "udp-feeds").Shapes[0].ClientEvery));
        Same(0.5, Period(Flows(imported, "udp-feeds").Shapes[0].ServerEvery));
        Same(10, Flows(imported, "tcp-requests").Count);
        Same(1, Period(Flows(imported, "tcp-requests").Shapes[0].ClientEvery));
        Assert.True(Flows(imported, "tcp-requests").Shapes[0].Plan.Reply);
        Same(50, Rate(imported, "udp-answered"));
        Same(20, Rate(imported, "udp-unanswered"));
        Same(10, Rate(imported, "tcp-answered"));
        Assert.Equal(2, imported.Pressure.Single(group => group.Name == "tcp-answered").Exchanges);
        Assert.Equal(3, imported.Pressure.Count);
    }

    [Fact]
    public void No_address_is_in_the_scenario()
    {
        Assert.DoesNotMatch(@"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+", Import(Capture.Value));
    }

    [Fact]
    public void A_capture_that_is_cut_short_says_at_which_byte()
    {
        RandomStream random = new(24, "cuts");
        int refused = 0;
        for (int cut = 0; cut < 200; cut++)
        {
            byte[] part = Capture.Value[..(int)random.NextBetween(4, 50_000)];
            try
            {
                Import(part);
            }
            catch (BadImportException bad)
            {
                refused++;
                Assert.Matches("^test: (byte [0-9]+: the file ends|there is no TCP or UDP)", bad.Message);
            }
        }

        Assert.True(refused > 150, $"{refused}");
    }

    [Fact]
    public void Damaged_captures_are_refused_or_read_and_never_break_the_reader()
    {
        RandomStream random = new(24, "damage");
        byte[] whole = Capture.Value[..100_000];
        for (int attempt = 0; attempt < 300; attempt++)
        {
            byte[] damaged = [.. whole];
            for (int place = 0; place < 20; place++) damaged[(int)random.NextBetween(0, damaged.Length - 1)] = (byte)random.NextBetween(0,
                255);
            try
            {
                Import(damaged);
            }
            catch (BadImportException bad)
            {
                Assert.StartsWith("test:", bad.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(127u)]
    [InlineData(195u)]
    public void A_link_type_that_nobody_here_reads_is_named(uint linkType)
    {
        byte[] header = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), linkType);

        BadImportException bad = Assert.Throws<BadImportException>(() => Import(header));

        Assert.StartsWith($"test: byte 24: link type {linkType} cannot be read; Ethernet (1)", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_of_four_gigabytes_is_not_believed()
    {
        byte[] file = new byte[40];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0xA1B23C4D);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(32), uint.MaxValue);

        Assert.StartsWith("test: byte 40: a packet of 4294967295 bytes", Assert.Throws<BadImportException>(() => Import(file)).Message,
            StringComparison.Ordinal);
    }

    private static string Import(byte[] file)
    {
        using MemoryStream stream = new(file);
        return Importer.Import(stream, file, "test", new ImportOptions(null, "imported"));
    }

    private static void Same(double expected, double seen) => Assert.InRange(seen, 0.9 * expected, 1.1 * expected);

    private static FlowGroup Flows(Scenario scenario, string name) => scenario.Flows.Single(group => group.Name == name);

    private static double Rate(Scenario scenario, string name) =>
        scenario.Pressure.Single(group => group.Name == name).Rate.HighestPerSecond;

    /// <summary>The one, or the median of a spread.</summary>
    private static double Period(PeriodSpread? spread) => (spread!.Value.Quartiles?.Median ?? spread.Value.Minimum).TotalSeconds;

    private static byte[] MakeCapture()
    {
        using MemoryStream stream = new();
        CaptureWitness witness = new(stream);
        Simulator.Run(RepetitionPlanner.Plan(Experiment.FromText(Scenario).Plan.Cells[0], 1).Run, new WitnessedTarget(witness));
        return stream.ToArray();
    }
}
