using System.Text;
using Chaos.Model;

namespace Chaos.Runs.Tests;

public class FlowsCsvTests
{
    private const string Row =
        "\"mapSize=4096,variant=baseline\",1,feeds-0,feeds,udp,-1.500000,2.000000,2.250000,2.250000,died,portChanged,originalEvicted\n";

    private static readonly FlowRecord Flow = new(
        "mapSize=4096,variant=baseline", 1, "feeds-0", "feeds", "udp", -1_500_000_000, 2_000_000_000, 2_250_000_000, 2_250_000_000,
        FlowState.Died, DeathCause.PortChanged, Mechanism.OriginalEvicted);

    [Fact]
    public void The_header_and_the_row_are_those_of_the_contract()
    {
        FlowRecord survivor = Flow with { State = FlowState.Survived, Cause = DeathCause.None, Mechanism = Mechanism.None };

        string text = Write(Flow, survivor with { BrokenAtNs = null, DetectedAtNs = null });

        Assert.Equal(
            "cell,repetition,flow,group,protocol,openedAt,brokenAt,detectedAt,observedUntil,state,cause,mechanism\n"
            + Row
            + "\"mapSize=4096,variant=baseline\",1,feeds-0,feeds,udp,-1.500000,,,2.250000,survived,,\n",
            text);
    }

    [Fact]
    public void Strange_names_survive_the_round_trip()
    {
        FlowRecord[] flows =
        [
            Flow with { Cell = "all" },
            Flow with { Cell = "a=\"b\",c=\nd", Group = "x,y", Flow = "x,y-1" },
            Flow with { Group = "\"", Flow = "\"-2" },
            Flow with { Group = "grüße 🐙", Flow = "grüße 🐙-3", State = FlowState.Censored, Cause = DeathCause.None },
            Flow with { Group = "a\rb", Flow = "a\rb-4", State = FlowState.Refused, Cause = DeathCause.Refused },
        ];

        Assert.Equal(flows, Read(Write(flows)));
    }

    [Fact]
    public void The_file_has_no_byte_order_mark()
    {
        using MemoryStream stream = new();

        FlowsCsv.Write(stream, [Flow]);

        Assert.Equal((byte)'c', stream.ToArray()[0]);
    }

    [Theory]
    [InlineData(1, "", "the header must be")]
    [InlineData(1, "cell;repetition\n", "the header must be")]
    [InlineData(1, "\ufeff" + FlowsCsv.Header + "\n", "the header must be")]
    [InlineData(2, FlowsCsv.Header + "\na,b\n", "12 fields, this one has 2")]
    [InlineData(3, FlowsCsv.Header + "\n" + Row + "\n", "12 fields, this one has 1")]
    [InlineData(3, FlowsCsv.Header + "\n" + Row + "\"mapSize=4096", "never closes")]
    [InlineData(2, FlowsCsv.Header + "\na,1,b-0,b", "no line feed")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\"x,1,b-0,b,udp,,,,,survived,,\n", "after a closing quote")]
    [InlineData(2, FlowsCsv.Header + "\na\"b,1,b-0,b,udp,,,,,survived,,\n", "quote inside")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\",1,b-0,b,udp,,,,,survived,,\r\n", "carriage return")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\",one,b-0,b,udp,,,,,survived,,\n", "repetition is 'one'")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\",0,b-0,b,udp,,,,,survived,,\n", "count from 1")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\",1,b-0,b,sctp,,,,,survived,,\n", "tcp or udp")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\",1,b-0,b,udp,now,,,,survived,,\n", "openedAt is 'now'")]
    [InlineData(
        2, FlowsCsv.Header + "\n\"a\",1,b-0,b,udp,,,,,Survived,,\n",
        "state is 'Survived', expected one of survived, died, censored, refused")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\",1,b-0,b,udp,,,,,died,reset,\n", "needs detectedAt")]
    [InlineData(2, FlowsCsv.Header + "\n\"a\",1,b-0,b,udp,,,,,survived,reset,\n", "only a flow that died or was refused has a cause")]
    [InlineData(4, FlowsCsv.Header + "\n\"a\nb\",1,b-0,b,udp,,,,,survived,,\n,\n", "12 fields, this one has 2")]
    public void Damage_is_reported_with_its_line(int line, string text, string reason)
    {
        DamagedRunException damage = Assert.Throws<DamagedRunException>(() => Read(text));

        Assert.Contains(reason, damage.Message, StringComparison.Ordinal);
        Assert.StartsWith($"flows.csv:{line}: ", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_damage()
    {
        using MemoryStream stream = new([.. Encoding.ASCII.GetBytes(FlowsCsv.Header + "\n"), 0xff, 0xfe]);

        DamagedRunException damage = Assert.Throws<DamagedRunException>(() => FlowsCsv.Read(stream, "flows.csv").ToArray());

        Assert.Contains("UTF-8", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_swallows_the_file_is_cut_short()
    {
        string text = FlowsCsv.Header + "\n\"" + new string('x', 3 << 20);

        Assert.Contains("longer than", Assert.Throws<DamagedRunException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_makes_no_sense_is_not_written() =>
        Assert.Throws<ArgumentException>(() => Write(Flow with { Cause = DeathCause.None }));

    [Fact]
    public void Equal_names_are_one_string_and_rows_allocate_little_else()
    {
        const int rows = 100_000;
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(FlowsCsv.Header + "\n" + string.Concat(Enumerable.Repeat(Row, rows))));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = 0;
        FlowRecord? first = null;
        foreach (FlowRecord flow in FlowsCsv.Read(stream, "flows.csv"))
        {
            first ??= flow;
            count += ReferenceEquals(first.Cell, flow.Cell) && ReferenceEquals(first.Flow, flow.Flow) ? 1 : 0;
        }

        Assert.Equal(rows, count);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / rows, 0, 160);
    }

    private static string Write(params FlowRecord[] flows)
    {
        using MemoryStream stream = new();
        FlowsCsv.Write(stream, flows);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static FlowRecord[] Read(string text)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return [.. FlowsCsv.Read(stream, "flows.csv")];
    }
}
