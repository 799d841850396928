using System.Globalization;
using System.Text;
using Chaos.Runs;

namespace Chaos.Analysis.Tests;

/// <summary>Tables that are not what they should be, and tables of other programs.</summary>
public sealed class TableTests
{
    [Theory]
    [InlineData("", "t.csv:1: the file is empty")]
    [InlineData("time,died,group\n", "t.csv:2: there is no row below the header")]
    [InlineData("time,dead,group\n1,1,a\n", "t.csv:1: there is no column 'died'; there are time, dead, group")]
    [InlineData("time,died,time,group\n1,1,1,a\n", "t.csv:1: two columns are called 'time'")]
    [InlineData("time,died,group\n1,1,a\n-0.5,1,a\n", "t.csv:3: row 2: column time is '-0.5', expected a time that is not negative")]
    [InlineData("time,died,group\n1,1,a\nNaN,1,a\n", "t.csv:3: row 2: column time is 'NaN', expected a finite number")]
    [InlineData("time,died,group\n1,1,a\nInfinity,1,a\n", "t.csv:3: row 2: column time is 'Infinity', expected a finite number")]
    [InlineData("time,died,group\n,1,a\n", "t.csv:2: row 1: column time is '', expected a number")]
    [InlineData("time,died,group\n1,2,a\n", "t.csv:2: row 1: column died is '2', expected 1 or true")]
    [InlineData("time,died,group\n1,1,\n", "t.csv:2: row 1: column group is empty")]
    [InlineData("time,died,group\n1,1,a\n1,1\n", "t.csv:3: row 2: 2 fields, but the header names 3 columns")]
    [InlineData("time,died,group\n1,1,\"a\n", "t.csv:2: a quote that never closes")]
    [InlineData("time,died,group\n1,1,a\0b\n", "t.csv:2: not UTF-8 text")]
    public void A_bad_table_is_refused_with_the_row(string text, string message)
    {
        DamagedRunException refused = Assert.Throws<DamagedRunException>(() => Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_no_utf_8_is_found_on_its_own_line_however_far_the_file_was_read_ahead()
    {
        string rows = string.Concat(Enumerable.Repeat("1,1,a\n", 700));
        byte[] latin = Encoding.Latin1.GetBytes($"time,died,group\n{rows}2,1,caf\u00e9\n1,1,a\n");

        DamagedRunException refused = Assert.Throws<DamagedRunException>(() => Read(latin));

        Assert.Contains("t.csv:702: not UTF-8 text", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_groups_are_refused_at_the_first_one_too_many()
    {
        StringBuilder text = new("time,died,group\n");
        for (int group = 0; group < 1_000_000; group++) text.Append(CultureInfo.InvariantCulture, $"1,1,g{group}\n");

        DamagedRunException refused = Assert.Throws<DamagedRunException>(() => Read(Encoding.UTF8.GetBytes(text.ToString())));

        Assert.Contains(
            "t.csv:102: row 101: column group has more than 100 different values, the next is 'g100'", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_other_programs_are_read()
    {
        SubjectTable table = Read("\ufefftime,\"died\",note,group\r\n1.5e0,TRUE,\"a, b\",x\r\n2,0,,x\r\n3,false,,y"u8.ToArray());

        SurvivalAnalysis analysis = SurvivalAnalysis.Of(table, horizon: null);
        Assert.Equal(2, analysis.Groups.Count);
        Assert.Equal((2, 1), (analysis.Groups[0].Curve.Total, analysis.Groups[0].Events));
    }

    private static SubjectTable Read(byte[] text)
    {
        using MemoryStream stream = new(text);
        return SubjectTable.Read(stream, "t.csv", new TableColumns("time", "died", "group", Strata: null, Cause: null));
    }
}
