using System.Security.Cryptography;
using System.Text;
using Chaos.Reports.Sections;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>The whole page: one file that asks the network for nothing. Without its script it still says everything.</summary>
internal static class Page
{
    public static Markup Render(ReportModel model)
    {
        RunResults results = model.Results;
        Markup faults = FaultSection.Render(model);
        Markup faultsLink = faults.ToString().Length == 0 ? Markup.Empty : Markup.Of($"""<a href="#faults">Faults</a>""");
        Markup links = Markup.Of($"""
            <nav aria-label="Sections">
            <a href="#verdict">Verdict</a><a href="#survival">Survival</a><a href="#curves">Curves</a><a href="#causes">Causes</a>
            {faultsLink}
            <a href="#flows">Dead flows</a><a href="#environment">Run it again</a><a href="#definitions">Definitions</a>
            </nav>
            """);
        string title = $"{VerdictSection.Word(results.Verdict)}: {results.Scenario}, survival report";
        return Frame(title, "Chaos · survival report", results.Scenario, links, Markup.Of($"""
            {VerdictSection.Render(model)}
            {SizingSection.Render(model)}
            {SurvivalTable.Render(model)}
            {CurveSection.Render(model)}
            {CauseSection.Render(model)}
            {faults}
            {FlowExplorer.Render(model)}
            {EnvironmentSection.Render(model)}
            {Glossary.Render(model)}
            """));
    }

    /// <summary>A page of ours, whatever it holds: its own style and script, and no right to load anything.</summary>
    public static Markup Frame(string title, string product, string heading, Markup links, Markup content)
    {
        Markup script = Markup.Asset("report.js");
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.ToString())));
        return Markup.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{Markup.Base64(hash)}'; img-src data:; base-uri 'none'; form-action 'none'">
            <link rel="icon" href="data:,">
            <title>{title}</title>
            <style>{Markup.Asset("report.css")}</style>
            </head>
            <body>
            <header>
            <p class="product">{product}</p>
            <h1>{heading}</h1>
            {links}
            </header>
            <main>
            {content}
            </main>
            <script>{script}</script>
            </body>
            </html>

            """);
    }
}
