using System.Text;
using Chaos.Containers.Dialects;
using Chaos.Containers.Tests.Support;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Containers.Tests;

/// <summary>The lines of the contract for images, without an image.</summary>
public sealed class ImageDialectTests
{
    private const string ReadyForAll = """{"type":"ready","verbs":["stats","evict","flush","restart"]}""";

    private static readonly WatchedFlow watched = new(
        5, new FiveTuple(IpProtocol.Udp, Ipv4Address.Parse("198.18.0.10"), 40000, Ipv4Address.Parse("198.18.1.10"), 7000));

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"verbs":["stats"]}""")]
    [InlineData("""{"type":"ready","verbs":"stats"}""")]
    [InlineData("""{"type":"pong"}""")]
    [InlineData("""{"type":"stats","entries":1}""")]
    [InlineData("""{"type":"unsupported","reason":"too small"}""")]
    public void A_line_that_is_not_due_before_ready_is_refused(string line) => Refuse(Dialect(), line);

    [Theory]
    [InlineData("""{"type":"stats"}""")]
    [InlineData("""{"type":"stats","entries":-1}""")]
    [InlineData("""{"type":"stats","entries":1.5}""")]
    [InlineData("""{"type":"stats","entries":99999999999}""")]
    [InlineData("""{"type":"stats","entries":1,"evictions":"many"}""")]
    [InlineData("""{"type":"flush"}""")]
    [InlineData(ReadyForAll)]
    public void A_wrong_answer_is_refused(string line)
    {
        ImageDialect dialect = Dialect();
        Read(dialect, ReadyForAll);
        dialect.Say(new AskStatistics());

        Refuse(dialect, line);
    }

    [Fact]
    public void An_answer_that_nobody_waits_for_is_refused()
    {
        ImageDialect dialect = Dialect();
        Read(dialect, ReadyForAll);
        dialect.Say(new AskStatistics());
        Read(dialect, """{"type":"stats","entries":1}""");

        Refuse(dialect, """{"type":"stats","entries":1}""");
    }

    [Fact]
    public void An_image_without_stats_is_not_asked_and_reports_no_table()
    {
        ImageDialect dialect = Dialect();
        Read(dialect, """{"type":"ready"}""");

        Utterance said = dialect.Say(new AskStatistics());

        Assert.Null(said.Line);
        Assert.Null(Assert.IsType<NodeStatistics>(said.Answer).Table);
    }

    [Fact]
    public void Statistics_are_counted_against_the_size_that_the_scenario_gives()
    {
        ImageDialect dialect = Dialect();
        Read(dialect, ReadyForAll);

        Assert.Equal("""{"type":"stats"}""", Line(dialect.Say(new AskStatistics())));
        NodeStatistics statistics = Assert.IsType<NodeStatistics>(
            Read(dialect, """{"type":"stats","entries":12,"evictions":3,"refusals":4,"packets":5,"more":{}}"""));

        Assert.Equal((5L, new TableCounters(12, 4096, 3, 4, 0, 0, 0)), (statistics.Packets, statistics.Table));
    }

    [Fact]
    public void A_fault_without_its_verb_is_refused_when_the_image_is_ready() =>
        Assert.Contains("does not offer `flush`", Refuse(Dialect("flush"), """{"type":"ready","verbs":["stats"]}"""), StringComparison.Ordinal);

    [Fact]
    public void An_unsupported_order_ends_the_run_with_the_reason_of_the_image()
    {
        ImageDialect dialect = Dialect();
        Read(dialect, ReadyForAll);
        dialect.Say(Inject(new Flush { Table = FlushedTable.Nat }));

        Assert.Equal("does not support this `flush`: not today", Refuse(dialect, """{"type":"unsupported","reason":"not today"}"""));
    }

    [Fact]
    public void Faults_become_orders_and_the_end_of_one_needs_no_image()
    {
        ImageDialect dialect = Dialect();
        Read(dialect, ReadyForAll);

        Assert.Equal(
            """{"type":"evict","select":"newest","count":3}""",
            Line(dialect.Say(Inject(new Evict { Half = EvictHalf.Both, Select = EvictSelect.Newest, Count = 3 }))));
        Assert.Equal(
            """{"type":"evict","select":"oldest","share":0.5,"connections":[{"protocol":"udp","client":"198.18.0.10:40000","server":"198.18.1.10:7000"}]}""",
            Line(dialect.Say(Inject(new Evict { Half = EvictHalf.Both, Share = 0.5 }, flows: [5]))));
        Assert.Equal(
            """{"type":"restart","milliseconds":500}""",
            Line(dialect.Say(Inject(new Restart { Table = RestartedTable.Kept }, length: 500_000_000))));
        Assert.Equal(2, Assert.IsType<FaultDone>(Read(dialect, """{"type":"evict","entries":2}""")).Report.Counts["entries"]);
        Utterance end = dialect.Say(Inject(new Restart { Table = RestartedTable.Kept }, FaultPhase.End));
        Assert.Null(end.Line);
        Assert.IsType<FaultDone>(end.Answer);
    }

    private static ImageDialect Dialect(params string[] needed) =>
        new(SmallRuns.Nat, [watched], needed.ToHashSet(), static () => 0);

    private static InjectFault Inject(
        NodeFault fault, FaultPhase phase = FaultPhase.Begin, long? length = null, IReadOnlyList<int>? flows = null) =>
        new() { Number = 1, Order = new FaultOrder(0, fault, phase, 0, length, 1, flows) };

    private static ControlMessage Read(ImageDialect dialect, string line) => dialect.Read(Encoding.UTF8.GetBytes(line));

    private static string Refuse(ImageDialect dialect, string line) =>
        Assert.Throws<ControlFormatException>(() => Read(dialect, line)).Message;

    private static string Line(Utterance said) => Encoding.UTF8.GetString(said.Line!).TrimEnd('\n');
}
