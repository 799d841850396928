using Microsoft.Playwright;

namespace Chaos.Reports.Tests;

/// <summary>A report opened from disk in Chromium as a colleague would; everything that it asks for or complains of is kept.</summary>
internal sealed class ReportPage : IAsyncDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly IBrowserContext context;

    private ReportPage(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
    }

    public IPage Page { get; }

    public string Url { get; private set; } = "";

    public List<string> Requests { get; } = [];

    public List<string> Complaints { get; } = [];

    /// <param name="chromium">The browser.</param>
    /// <param name="html">The page.</param>
    /// <param name="hash">Behind its address, e.g. `#curves`.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="scheme">Light or dark.</param>
    public static async Task<ReportPage> OpenAsync(
        Chromium chromium, string html, string hash = "", int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = await chromium.NewContextAsync(width, scheme);
        ReportPage report = new(context, await context.NewPageAsync());
        report.Url = $"file://{report.scratch.Write("report.html", html)}";
        await report.WatchAsync();
        await report.Page.GotoAsync(report.Url + hash);
        return report;
    }

    /// <summary>For eyes: CHAOS_SCREENSHOTS names a folder that gets a picture of the page.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CHAOS_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        scratch.Dispose();
    }

    private async Task WatchAsync()
    {
        bool IsPage(string url) => url.Split('#')[0] == Url;
        await context.RouteAsync("**/*", async route =>
        {
            if (IsPage(route.Request.Url))
            {
                await route.ContinueAsync();
                return;
            }

            Requests.Add(route.Request.Url);
            await route.AbortAsync();
        });
        Page.Request += (_, request) =>
        {
            if (!IsPage(request.Url) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) Requests.Add(request.Url);
        };
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complaints.Add(message.Text);
        };
        Page.PageError += (_, error) => Complaints.Add(error);
    }
}
