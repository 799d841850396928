using System.Text;
using Chaos.Analysis;

namespace Chaos.Cli.Tests;

/// <summary>`chaos analyze` as a process: exit codes, errors and both forms of its output.</summary>
public sealed class AnalyzeTests : IDisposable
{
    private static readonly string[] Columns = ["--time", "time", "--event", "died", "--group", "group"];

    private readonly ChaosProcess chaos = new();

    [Theory]
    [InlineData("", "t.csv:1: the file is empty")]
    [InlineData("time,died,group\n1,1,a\n-0.5,1,a\n", "t.csv:3: row 2: column time is '-0.5', expected a time that is not negative")]
    [InlineData("time,died,group\n1,1,a\0b\n", "t.csv:2: not UTF-8 text")]
    public async Task A_bad_table_is_exit_65_with_the_row(string text, string message)
    {
        chaos.Write("t.csv", text);

        (int exit, string output, string errors) = await chaos.RunAsync(["analyze", "t.csv", .. Columns]);

        Assert.Equal((65, ""), (exit, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_is_that_of_the_library_with_every_column_and_the_horizon_handed_over()
    {
        chaos.Write("t.csv", "t,e,g,s,c\n1,1,a,p,u\n2,1,a,q,v\n3,0,a,p,\n4,1,a,q,u\n2,1,b,p,v\n4,1,b,q,u\n6,1,b,p,v\n7,0,b,q,\n");
        using FileStream csv = File.OpenRead(Path.Combine(chaos.Folder.FullName, "t.csv"));
        using MemoryStream expected = new();
        SurvivalAnalysis.Of(SubjectTable.Read(csv, "t.csv", new TableColumns("t", "e", "g", "s", "c")), horizon: 3.5).WriteJson(expected);

        (int exit, string output, string errors) = await chaos.RunAsync(
            "analyze", "t.csv", "--time", "t", "--event", "e", "--group", "g", "--strata", "s", "--cause", "c", "--tau", "3.5", "--json");

        Assert.True(exit == 0, errors);
        Assert.Equal(Encoding.UTF8.GetString(expected.ToArray()), output);
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
