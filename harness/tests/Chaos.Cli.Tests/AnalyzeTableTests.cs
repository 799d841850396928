using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chaos.Cli.Tests;

/// <summary>What `chaos analyze` does with tables that are not what they should be.</summary>
public sealed class AnalyzeTableTests : IDisposable
{
    private static readonly string[] Columns = ["--time", "time", "--event", "died", "--group", "group"];

    private readonly ChaosProcess chaos = new();

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
    public async Task A_bad_table_is_exit_65_with_the_row(string text, string message)
    {
        chaos.Write("t.csv", text);

        (int exit, string output, string errors) = await chaos.RunAsync(["analyze", "t.csv", .. Columns]);

        Assert.Equal((65, ""), (exit, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_that_is_no_utf_8_is_found_on_its_own_line_however_far_the_file_was_read_ahead()
    {
        byte[] latin = Encoding.Latin1.GetBytes($"time,died,group\n{string.Concat(Enumerable.Repeat("1,1,a\n", 700))}2,1,caf\u00e9\n1,1,a\n");
        await File.WriteAllBytesAsync(Path.Combine(chaos.Folder.FullName, "t.csv"), latin, TestContext.Current.CancellationToken);

        (int exit, _, string errors) = await chaos.RunAsync(["analyze", "t.csv", .. Columns]);

        Assert.Equal(65, exit);
        Assert.Contains("t.csv:702: not UTF-8 text", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_million_groups_are_refused_at_the_first_one_too_many()
    {
        StringBuilder text = new("time,died,group\n");
        for (int group = 0; group < 1_000_000; group++) text.Append(CultureInfo.InvariantCulture, $"1,1,g{group}\n");
        chaos.Write("t.csv", text.ToString());

        (int exit, _, string errors) = await chaos.RunAsync(["analyze", "t.csv", .. Columns]);

        Assert.Equal(65, exit);
        Assert.Contains("t.csv:102: row 101: column group has more than 100 different values, the next is 'g100'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_of_other_programs_are_read()
    {
        chaos.Write("t.csv", "\ufefftime,\"died\",note,group\r\n1.5e0,TRUE,\"a, b\",x\r\n2,0,,x\r\n3,false,,y");

        (int exit, string output, string errors) = await chaos.RunAsync(["analyze", "t.csv", .. Columns, "--json"]);

        Assert.True(exit == 0, errors);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement groups = json.RootElement.GetProperty("groups");
        Assert.Equal(2, groups.GetArrayLength());
        Assert.Equal((2, 1), (groups[0].GetProperty("n").GetInt32(), groups[0].GetProperty("events").GetInt32()));
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_horizon_that_is_none_are_usage_errors()
    {
        chaos.Write("t.csv", "time,died,group\n1,1,a\n");

        Assert.Equal(64, (await chaos.RunAsync(["analyze", "none.csv", .. Columns])).Exit);
        Assert.Equal(64, (await chaos.RunAsync(["analyze", "t.csv", .. Columns, "--tau", "-1"])).Exit);
        Assert.Equal(64, (await chaos.RunAsync("analyze", "t.csv", "--time", "time")).Exit);
    }

    [Fact]
    public async Task The_readable_form_shows_medians_risk_table_and_tests()
    {
        chaos.Write("t.csv", "time,died,group\n1,1,a\n2,1,a\n3,0,a\n2,1,b\n4,1,b\n6,1,b\n");

        (int exit, string output, _) = await chaos.RunAsync(["analyze", "t.csv", .. Columns]);

        Assert.Equal(0, exit);
        foreach (string part in new[] { "median", "at risk / died / censored", "log-rank", "hazard ratio, b over a", "independent" })
            Assert.Contains(part, output, StringComparison.Ordinal);
    }

    public void Dispose() => chaos.Dispose();
}
