using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Chaos.Reports.Tests;

/// <summary>The report in a real browser, opened from disk as a colleague would.</summary>
public sealed class BrowserTests
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    [BrowserFact]
    public async Task The_report_reads_offline_in_light_and_dark_and_on_a_phone()
    {
        using ScratchFolder scratch = new();
        string file = scratch.Write("report.html", ReportWriter.Html(SampleRun.Create()));
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = BrowserFactAttribute.Executable, Args = Arguments });

        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            foreach (int width in new[] { 1280, 390 })
                await Check(browser, file, scheme, width);
    }

    [BrowserFact]
    public async Task A_hostile_group_name_stays_text()
    {
        const string hostile = "<script>document.title='owned'</script>\"><img src=x onerror=\"document.title='owned'\">";
        using ScratchFolder scratch = new();
        string file = scratch.Write("report.html", ReportWriter.Html(SampleRun.Create(hostile)));
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = BrowserFactAttribute.Executable, Args = Arguments });

        IPage page = await browser.NewPageAsync();
        await page.GotoAsync($"file://{file}");

        Assert.DoesNotContain("owned", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("script").CountAsync());
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.True(await page.GetByText(hostile).CountAsync() > 0);
    }

    private static async Task Check(IBrowser browser, string file, ColorScheme scheme, int width)
    {
        await using IBrowserContext context = await browser.NewContextAsync(
            new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        IPage page = await context.NewPageAsync();
        string url = $"file://{file}";
        List<string> requests = [];
        List<string> complaints = [];
        await context.RouteAsync("**/*", async route =>
        {
            if (route.Request.Url == url)
            {
                await route.ContinueAsync();
                return;
            }

            requests.Add(route.Request.Url);
            await route.AbortAsync();
        });
        page.Request += (_, request) =>
        {
            if (request.Url != url && !request.Url.StartsWith("data:", StringComparison.Ordinal)) requests.Add(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(url);

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
        await Script(page);
        await Screenshots(page, $"{scheme}-{width}");

        Assert.Empty(requests);
        Assert.Empty(complaints);
    }

    /// <summary>The few things that the page's script adds.</summary>
    private static async Task Script(IPage page)
    {
        ILocator flows = page.Locator("#flows tbody tr td:nth-child(9)");
        await page.Locator("#flows th button", new() { HasText = "detected at" }).ClickAsync();
        IReadOnlyList<string> times = await flows.AllInnerTextsAsync();
        double[] seconds = [.. times.Where(time => time != "–").Select(time => double.Parse(time.TrimEnd(' ', 's'), CultureInfo.InvariantCulture))];
        Assert.Equal(seconds.Order(), seconds);

        await page.Locator("svg.curves").First.HoverAsync();
        Assert.Contains("baseline", await page.Locator(".readout").First.TextContentAsync(), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("button.copy")).ToBeVisibleAsync();
    }

    /// <summary>For eyes: CHAOS_SCREENSHOTS names a folder that gets a picture of each section.</summary>
    private static async Task Screenshots(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHAOS_SCREENSHOTS") is not { Length: > 0 } folder) return;
        foreach (ILocator section in await page.Locator("section").AllAsync())
        {
            string file = $"{name}-{await section.GetAttributeAsync("id")}.png";
            await section.ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(folder, file) });
        }
    }

    private static async Task<bool> IsDark(IPage page)
    {
        string background = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
        return Regex.Matches(background, @"\d+").Take(3).Sum(number => int.Parse(number.Value, CultureInfo.InvariantCulture)) < 380;
    }
}
