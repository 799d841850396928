using System.Globalization;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Chaos.Reports.Tests;

/// <summary>The report in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium)
{
    [BrowserFact]
    public async Task The_report_reads_offline_in_light_and_dark_and_on_a_phone()
    {
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            foreach (int width in new[] { 1600, 1150, 360 })
                await Check(scheme, width);
    }

    [BrowserFact]
    public async Task A_hostile_group_name_stays_text()
    {
        const string hostile = "<script>document.title='owned'</script>\"><img src=x onerror=\"document.title='owned'\">";
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create(hostile)));

        Assert.DoesNotContain("owned", await report.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await report.Page.Locator("script").CountAsync());
        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
        Assert.True(await report.Page.GetByText(hostile).CountAsync() > 0);
    }

    [BrowserFact]
    public async Task Nobody_else_s_script_may_run_and_axe_finds_nothing_serious()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));
        await report.Page.EvaluateAsync("() => { for (const one of document.querySelectorAll('details')) { one.open = true; } }");

        await report.Page.EvaluateAsync(
            "() => { const s = document.createElement('script'); s.textContent = 'window.foreign = true'; document.body.append(s); }");
        Assert.False(await report.Page.EvaluateAsync<bool>("() => window.foreign === true"));
        AxeResult found = await report.Page.RunAxe();

        Assert.Empty(found.Violations.Where(one => one.Impact is "serious" or "critical")
            .Select(one => $"{one.Id}: {one.Help}: {string.Join(" | ", one.Nodes.Take(3).Select(node => node.Html))}"));
    }

    [BrowserFact]
    public async Task One_cursor_goes_through_survival_newcomers_and_the_table_by_pointer_and_by_keys()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));
        ILocator figure = report.Page.Locator("#curves figure").First, readout = figure.Locator(".readout").First;

        await figure.Locator("svg.board").HoverAsync();
        string told = await readout.InnerTextAsync();
        foreach (string lane in new[] { "survival: ", "newcomers that fail: ", "table fill: ", "evictions a second: ", "baseline " })
            Assert.Contains(lane, told, StringComparison.Ordinal);

        await figure.Locator(".scroll").First.FocusAsync();
        await report.Page.Keyboard.PressAsync("Home");
        Assert.StartsWith("0.00 s", await readout.InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("End");
        Assert.StartsWith("10.00 s", await readout.InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.StartsWith("9.90 s", await readout.InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Survival_zooms_to_its_last_tenth_and_a_legend_makes_a_line_stand_out_in_every_chart()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));
        ILocator figure = report.Page.Locator("#verdict figure");

        await figure.Locator("button.zoom").ClickAsync();
        Assert.Equal("90 %", await figure.Locator("g.lane text.value").First.TextContentAsync());
        await figure.Locator("button.zoom").ClickAsync();
        Assert.Equal("0 %", await figure.Locator("g.lane text.value").First.TextContentAsync());

        await report.Page.Locator(".legend.lines button", new() { HasText = "cilium-1.17" }).ClickAsync();
        Assert.True(await report.Page.EvaluateAsync<bool>(
            "() => [...document.querySelectorAll('path[data-name]')].every(p => (getComputedStyle(p).opacity === '1' || "
                + "p.matches('.band')) "
            + "=== (p.dataset.name === 'cilium-1.17'))"));
    }

    [BrowserFact]
    public async Task Links_lead_to_a_cell_and_to_the_end_of_a_flow_and_its_name_is_found()
    {
        string html = ReportWriter.Html(SampleRun.Create());
        await using ReportPage report = await ReportPage.OpenAsync(chromium, html, "#cell-1");
        Assert.Contains("cilium-1.17", await report.Page.Locator("tr.target").InnerTextAsync(), StringComparison.Ordinal);

        string flow = await report.Page.Locator("#flows tbody th a").First.InnerTextAsync();
        await report.Page.Locator("#flow-search").FillAsync(flow + " baseline");
        Assert.True(await report.Page.Locator("#flows tbody tr:visible").CountAsync() is > 0 and < 300);
        await report.Page.Locator("#flows tbody th a:visible").First.ClickAsync();
        Assert.True(await report.Page.Locator("#flows tr.life rect").CountAsync() >= 2);
        string link = await report.Page.EvaluateAsync<string>("() => location.hash");

        await using ReportPage again = await ReportPage.OpenAsync(chromium, html, link);
        Assert.True(await again.Page.Locator("#flows tr.life").IsVisibleAsync());
        Assert.Contains(flow, await again.Page.Locator("#flows tr.target").InnerTextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task On_paper_everything_is_there_and_nothing_is_cut()
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()));

        byte[] pdf = await report.Page.PdfAsync(new PagePdfOptions { Format = "A4" });

        if (Environment.GetEnvironmentVariable("CHAOS_SCREENSHOTS") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, "print.pdf"), pdf, TestContext.Current.CancellationToken);
        Assert.InRange(pdf.Length, 50_000, 5_000_000);
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await report.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        Assert.True(await report.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('details')].every(one => one.open)"));
        await report.Page.SetViewportSizeAsync(794, 1123);
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('table, svg.curves')].filter(one => one.getBoundingClientRect().right > 794)"
            + ".map(one => `${one.className.baseVal ?? one.className} ${one.getBoundingClientRect().right}`)"));
    }

    private async Task Check(ColorScheme scheme, int width)
    {
        await using ReportPage report = await ReportPage.OpenAsync(chromium, ReportWriter.Html(SampleRun.Create()), "", width, scheme);
        IPage page = report.Page;

        await Assertions.Expect(page.Locator("#verdict .sentence")).ToBeVisibleAsync();
        Assert.Matches(
            @"keeps \d+(\.\d+)? % of its worst group \(\w+\) for 10 s at 2560 entries but fails 10\.0 % of newcomers; baseline \d+\.\d+ %",
            await page.Locator("#verdict .sentence").InnerTextAsync());
        Assert.Equal(60, await page.Locator("svg.curves path.curve").CountAsync());
        foreach (string cell in await page.Locator("table.heat td[style] strong").AllInnerTextsAsync())
            Assert.Matches(new Regex(@"^\d+(\.\d+)? %$"), cell);

        Assert.Equal(30, await page.Locator("table.heat td[style]").CountAsync());
        Assert.Equal(scheme == ColorScheme.Dark, await IsDark(page));
        Assert.True(
            await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            $"the page scrolls sideways at {width} px");
        await page.Locator("#expectations summary").ClickAsync();
        Assert.True(
            await page.EvaluateAsync<bool>("() => { const t = document.querySelector('#expectations .scroll'); return t.scrollWidth <= "
                + "t.clientWidth + 1; }"),
            $"the table of expectations is cut at {width} px");
        await Sorting(page);
        await report.KeepPictureAsync($"{scheme}-{width}");

        Assert.Empty(report.Requests);
        Assert.Empty(report.Complaints);
    }

    private static async Task Sorting(IPage page)
    {
        ILocator flows = page.Locator("#flows tbody tr td:nth-child(9)");
        await page.Locator("#flows th button", new() { HasText = "detected at" }).ClickAsync();
        IReadOnlyList<string> times = await flows.AllInnerTextsAsync();
        double[] seconds =
            [.. times.Where(time => time != "–").Select(time => double.Parse(time.TrimEnd(' ', 's'), CultureInfo.InvariantCulture))];
        Assert.Equal(seconds.Order(), seconds);
        await Assertions.Expect(page.Locator("button.copy")).ToBeVisibleAsync();
    }

    private static async Task<bool> IsDark(IPage page)
    {
        string background = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        return Regex.Matches(background, @"\d+").Take(3).Sum(number => int.Parse(number.Value, CultureInfo.InvariantCulture)) < 380;
    }
}
