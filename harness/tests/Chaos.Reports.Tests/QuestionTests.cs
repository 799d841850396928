using Chaos.Runs;
using Microsoft.Playwright;

namespace Chaos.Reports.Tests;

/// <summary>What a reader comes with is answered within one click.</summary>
public sealed class QuestionTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Which_variant_wins_at_my_size()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));

        ILocator table = report.Page.Locator("#survival table.heat").First;
        string[] heads = [.. await table.Locator("thead th").AllInnerTextsAsync()];
        int column = Array.FindIndex(heads, head => head.StartsWith("2560", StringComparison.Ordinal));
        IReadOnlyList<string> shares = await table.Locator($"tbody tr td:nth-of-type({column + 1}) strong").AllInnerTextsAsync();

        Assert.Equal(SampleRun.Create().Results.Cells.Take(3).Select(cell => ShareText.Percent(cell.Survival.Estimate)), shares);
    }

    [BrowserFact]
    public async Task How_large_must_the_map_be()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));

        await report.Page.Locator("#smallest summary").ClickAsync();

        Assert.Contains("16384", await report.Page.Locator("#smallest tr", new() { HasText = "baseline" }).InnerTextAsync(),
            StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task When_did_they_die()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));

        await report.Page.Locator("#verdict svg.board").HoverAsync();

        Assert.Matches(@"\d+\.\d+ s\s+survival: baseline \d+\.\d %", await report.Page.Locator("#verdict .readout").InnerTextAsync());
    }

    [BrowserFact]
    public async Task Why_did_flow_X_die()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));

        await report.Page.Locator("#flow-search").FillAsync("uploads reverseEvicted");

        Assert.Contains(
            "reverse entry was", await report.Page.Locator("#flows tbody tr:visible .story").First.InnerTextAsync(),
                StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Did_anyone_pay_for_it()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));

        Assert.Contains("fails 10.0 % of newcomers", await report.Page.Locator("#verdict").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_sweep_of_five_hundred_cells_opens_at_once_and_shows_any_two_axes_and_any_cell()
    {
        string html = ReportWriter.Html(LargeRun.Create(500, 200));
        await using ReportPage report = await ReportPage.OpenAsync(chromium, html);
        IPage page = report.Page;

        double paint = await page.EvaluateAsync<double>(
            "() => Math.max(0, ...performance.getEntriesByType('paint').map(entry => entry.startTime))");
        double interactive = await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].domInteractive");
        TestContext.Current.TestOutputHelper?.WriteLine($"first paint {paint:F0} ms, interactive {interactive:F0} ms");
        Assert.Equal(3, await page.Locator("#maps table").CountAsync());
        Assert.Equal(500, await page.Locator("#maps a.open").CountAsync());
        await page.GetByLabel("show").SelectOptionAsync("gain");
        await page.GetByLabel("across").SelectOptionAsync("rtt");
        Assert.Equal(500, await page.Locator("#maps a.open").CountAsync());
        await page.Locator("#maps a.open").Last.ClickAsync();
        Assert.True(await page.Locator("tr.target").IsVisibleAsync());
        Assert.True(
            await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight") < 60_000, "the page is too long to be read");
        Assert.Empty(report.Complaints);
        // Ten times what it takes on a machine of its own: this one may be busy.
        Assert.InRange(paint, 0, 15_000);
        Assert.InRange(interactive, 0, 30_000);
        await report.KeepPictureAsync("sweep");
    }
}
