using System.Globalization;
using System.Text;
using Chaos.Experiments;
using Chaos.Model;
using Chaos.Scenarios;

namespace Chaos.Import.Tests;

/// <summary>Lists and logs of conntrack, Cilium's maps, and the pressure of a map. The lines are laid out as the tools print
/// them.</summary>
public sealed class TextImportTests
{
    [Fact]
    public void A_conntrack_list_tells_who_lives_and_how_long_ago_it_was_seen()
    {
        StringBuilder text = new();
        for (int one = 0; one < 40; one++)
            text.Append(CultureInfo.InvariantCulture, $"tcp      6 {432_000 - 15} ESTABLISHED src=10.0.0.1 dst=10.9.0.1 "
                + $"sport={1000 + one} dport=443 src=10.9.0.1 dst=192.0.2.1 sport=443 dport={1000 + one} [ASSURED] mark=0 use=1\n");
        for (int one = 0; one < 60; one++)
            text.Append(CultureInfo.InvariantCulture, $"udp      17 {10 + one % 20} src=10.0.0.2 dst=10.9.0.2 sport={2000 + one} "
                + $"dport=53 [UNREPLIED] src=10.9.0.2 dst=192.0.2.1 sport=53 dport={2000 + one} mark=0 use=1\n");
        for (int one = 0; one < 240; one++)
            text.Append(CultureInfo.InvariantCulture, $"ipv4     2 tcp      6 {one % 120} TIME_WAIT src=10.0.0.3 dst=10.9.0.1 "
                + $"sport={3000 + one} dport=80 src=10.9.0.1 dst=192.0.2.1 sport=80 dport={3000 + one} [ASSURED] mark=0 use=1\n");
        text.Append("icmp     1 29 src=10.0.0.1 dst=10.9.0.1 type=8 code=0 id=1 src=10.9.0.1 dst=192.0.2.1 type=0 code=0 id=1 mark=0 "
            + "use=1\n");
        text.Append("conntrack v1.4.7 (conntrack-tools): 341 flow entries have been shown.\n");

        (Scenario scenario, string yaml) = Import(text.ToString());

        FlowGroup live = Assert.Single(scenario.Flows);
        Assert.Equal(("tcp-live", 40, 30_000d), (live.Name, live.Count, live.Shapes[0].ClientEvery!.Value.Maximum.TotalMilliseconds));
        Assert.Equal([("tcp-answered", 2d), ("udp-unanswered", 2d)],
            scenario.Pressure.Select(one => (one.Name, one.Rate.HighestPerSecond)));
        Assert.Contains("1 lines of other protocols are left out", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conntrack_log_gives_rates_lifetimes_and_the_answered_share()
    {
        StringBuilder text = new();
        void Line(double at, string rest) => text.Append(CultureInfo.InvariantCulture,
            $"[{Math.Floor(1.7e9 + at):F0}.{(int)(at % 1 * 1e6),-6}]\t{rest}\n");
        string Tuple(int port) => $"src=10.0.0.1 dst=10.9.0.1 sport={port} dport=443";
        for (int one = 0; one < 5; one++) Line(0.1 * one, $"    [NEW] tcp      6 120 SYN_SENT {Tuple(100 + one)} [UNREPLIED] src=10.9.0.1");
        for (int one = 0; one < 400; one++)
        {
            Line(1 + 0.1 * one, $"    [NEW] tcp      6 120 SYN_SENT {Tuple(1000 + one)} [UNREPLIED] src=10.9.0.1");
            if (one % 4 == 0) continue;
            Line(1 + 0.1 * one + 0.05, $" [UPDATE] tcp      6 120 TIME_WAIT {Tuple(1000 + one)} src=10.9.0.1 [ASSURED]");
        }

        for (int one = 0; one < 400; one += 4) Line(50 + 0.01 * one, $"[DESTROY] tcp      6 {Tuple(1000 + one)} [UNREPLIED] src=10.9.0.1");

        (Scenario scenario, _) = Import(text.ToString());

        PressurePlan answered = scenario.Pressure.Single(one => one.Name == "tcp-answered");
        Assert.InRange(answered.Rate.HighestPerSecond, 7.2, 7.8);
        Assert.Equal(105, scenario.Flows.Sum(group => group.Count));
    }

    [Fact]
    public void A_log_without_times_is_refused_with_the_remedy()
    {
        BadImportException bad = Assert.Throws<BadImportException>(
            () => Import("    [NEW] tcp      6 120 SYN_SENT src=10.0.0.1 dst=10.9.0.1 sport=1 dport=2 [UNREPLIED] src=1 dst=2 sport=3 "
                + "dport=4\n"));

        Assert.Equal("test:1: the event has no time, so there is no rate in this log; record it with `conntrack -E -o timestamp`",
            bad.Message);
    }

    [Fact]
    public void Ciliums_nat_map_tells_new_mappings_and_orphans_as_text_and_as_json()
    {
        StringBuilder text = new(), json = new("[");
        for (int one = 0; one < 100; one++)
        {
            int age = one < 60 ? one % 10 : 300, port = 1000 + one;
            text.Append(CultureInfo.InvariantCulture, $"TCP OUT 10.0.0.5:{port} -> 10.9.0.1:443 XLATE_SRC 192.0.2.1:{port} "
                + $"Created={age}sec ago NeedsCT=0\n");
            Json(0, "10.0.0.5", port, "10.9.0.1", 443, "192.0.2.1", port, age);
            if (one % 10 == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"TCP IN 10.9.0.1:443 -> 192.0.2.1:{port} XLATE_DST 10.0.0.5:{port} "
                + $"Created={age}sec ago NeedsCT=0\n");
            Json(1, "10.9.0.1", 443, "192.0.2.1", port, "10.0.0.5", port, age);
        }

        json.Length--;
        (Scenario ofText, string yaml) = Import(text.ToString());
        (Scenario ofJson, string yamlOfJson) = Import(json.Append(']').ToString());

        Assert.Equal(6, Assert.Single(ofText.Pressure).Rate.HighestPerSecond);
        Assert.Equal(40, Assert.Single(ofText.Flows).Count);
        Assert.Contains("10 entries are without their partner", yaml, StringComparison.Ordinal);
        Assert.Equal(yaml, yamlOfJson);
        Assert.Equal(ofText.Pressure, ofJson.Pressure);

        void Json(int flags, string source, int sourcePort, string destination, int destinationPort, string address, int port, int age) =>
            json.Append(
            CultureInfo.InvariantCulture,
            $$"""{"Key":{"DestAddr":"{{destination}}","SourceAddr":"{{source}}","DestPort":{{destinationPort}},"SourcePort":{{sourcePort}},"NextHeader":6,"Flags":{{flags}}},"Value":{"Created":{{(1000L - age) * 1_000_000_000}},"NeedsCT":0,"Addr":"{{address}}","Port":{{port}}} },""");
    }

    [Fact]
    public void Ciliums_conntrack_map_tells_the_silence_of_each_direction()
    {
        StringBuilder text = new();
        for (int one = 0; one < 20; one++)
            text.Append(CultureInfo.InvariantCulture, $"UDP OUT 10.0.0.5:{1000 + one} -> 10.9.0.1:443 expires=2000 Packets=0 Bytes=0 "
                + $"RxFlagsSeen=0x00 LastRxReport=1990 TxFlagsSeen=0x00 LastTxReport=1960 Flags=0x0010 [ SeenNonSyn ] RevNAT=0 "
                + $"SourceSecurityID=2 BackendID=0\n");
        for (int one = 0; one < 30; one++)
            text.Append(CultureInfo.InvariantCulture, $"TCP OUT 10.0.0.5:{3000 + one} -> 10.9.0.1:443 expires=2000 RxPackets=6 "
                + $"RxBytes=500 RxFlagsSeen=0x1b LastRxReport=1999 TxPackets=4 TxBytes=400 TxFlagsSeen=0x1b LastTxReport=2000 "
                + $"Flags=0x0013 [ RxClosing TxClosing SeenNonSyn ] RevNAT=0 SourceSecurityID=2\n");

        (Scenario scenario, _) = Import(text.ToString());

        FlowShape live = Assert.Single(Assert.Single(scenario.Flows).Shapes);
        Assert.Equal((80d, 20d), (live.ClientEvery!.Value.Maximum.TotalSeconds, live.ServerEvery!.Value.Maximum.TotalSeconds));
        Assert.Equal(("tcp-answered", 3d), Assert.Single(scenario.Pressure.Select(one => (one.Name, one.Rate.HighestPerSecond))));
    }

    [Fact]
    public void A_series_of_pressure_tells_the_least_rate_of_new_connections()
    {
        const string json = """
            {"status":"success","data":{"resultType":"matrix","result":[
            {"metric":{"map_name":"ct4_global"},"values":[[0,"0.1"]]},
            {"metric":{"map_name":"snat_v4_external"},"values":[[1700000000,"0.10"],[1700000010,"0.30"],[1700000020,"0.30"]]}]}}
            """;

        (Scenario scenario, string yaml) = Import(json, mapSize: 10_000);

        Assert.InRange(Assert.Single(scenario.Pressure).Rate.HighestPerSecond, 99.9, 100.1);
        Assert.Equal(10_000, scenario.Nat.Map.Size);
        Assert.Contains("everything but the number of entries", yaml, StringComparison.Ordinal);
        Assert.Contains("cilium_bpf_map_pressure", Assert.Throws<BadImportException>(() => Import("# HELP x\nother 1\n")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_exporters_text_is_read_too()
    {
        (Scenario scenario, _) = Import(
            "# TYPE cilium_bpf_map_pressure gauge\ncilium_bpf_map_pressure{map_name=\"snat_v4_external\"} 0.93\ncilium_endpoint 3\n",
                mapSize: 131_072);

        Assert.Equal(131_072, scenario.Nat.Map.Size);
    }

    [Fact]
    public void A_line_of_four_gigabytes_is_refused_unread()
    {
        using EndlessLine stream = new(4L << 30);

        BadImportException bad = Assert.Throws<BadImportException>(() => Importer.Import(
            stream, "tcp      6 431985 ESTABLISHED src=1 dst=2"u8, "test", new ImportOptions(ImportFormat.Conntrack, "imported")));

        Assert.StartsWith("test:1: the line is longer than 16384 bytes", bad.Message, StringComparison.Ordinal);
        Assert.True(stream.Position < 1 << 20, $"{stream.Position}");
    }

    [Theory]
    [InlineData("", "test:1: the beginning is none of pcap")]
    [InlineData("hello\n", "test:1: the beginning is none of pcap")]
    [InlineData("tcp 6 100 ESTABLISHED src=1.1.1.1 dst=2 sport=1 dport=2\nwhat is this\n", "test:2: this is no line of `conntrack -L`")]
    [InlineData("TCP OUT 1.1.1.1:1 -> 2.2.2.2:2 XLATE_SRC 3.3.3.3:1 Created=1sec ago\nnonsense\n",
        "test:2: this is no line of `cilium bpf nat list`")]
    [InlineData("[{\"Key\":{},\"Value\":3}]", "test: entry 1: `Flags` must be a number")]
    [InlineData("[{\"Key\"", "test:1: this is no JSON")]
    [InlineData("{\"status\":\"error\"}", "test: this is no answer of the Prometheus API")]
    [InlineData("cilium_bpf_map_pressure{map_name=\"snat_v4_external\"} NaN\n", "test:1: this is no sample of cilium_bpf_map_pressure")]
    public void What_is_none_of_it_is_refused_with_its_line(string text, string reason)
    {
        Assert.StartsWith(reason, Assert.Throws<BadImportException>(() => Import(text)).Message, StringComparison.Ordinal);
    }

    private static (Scenario Scenario, string Yaml) Import(string text, int? mapSize = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using MemoryStream stream = new(bytes);
        string yaml = Importer.Import(stream, bytes.AsSpan(0, Math.Min(bytes.Length, Importer.BeginningBytes)), "test",
            new ImportOptions(null, "imported", mapSize));
        Assert.DoesNotMatch(@"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+", yaml);
        return (Experiment.FromText(yaml).Plan.Scenario, yaml);
    }

    /// <summary>One line, of any length, made as it is read.</summary>
    private sealed class EndlessLine(long length) : MemoryStream
    {
        private long given;

        public override long Position
        {
            get => given;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int part = (int)Math.Min(count, length - given);
            buffer.AsSpan(offset, part).Fill((byte)'a');
            given += part;
            return part;
        }

        public override int Read(Span<byte> buffer)
        {
            int part = (int)Math.Min(buffer.Length, length - given);
            buffer[..part].Fill((byte)'a');
            given += part;
            return part;
        }
    }
}
