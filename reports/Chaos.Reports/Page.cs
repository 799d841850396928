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
        return Markup.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <title>{VerdictSection.Word(results.Verdict)}: {results.Scenario}, survival report</title>
            <style>{Markup.Asset("report.css")}</style>
            </head>
            <body>
            <header>
            <p class="product">Chaos · survival report</p>
            <h1>{results.Scenario}</h1>
            <nav aria-label="Sections">
            <a href="#verdict">Verdict</a><a href="#survival">Survival</a><a href="#curves">Curves</a><a href="#causes">Causes</a>
            {faultsLink}
            <a href="#flows">Dead flows</a><a href="#environment">Run it again</a><a href="#definitions">Definitions</a>
            </nav>
            </header>
            <main>
            {VerdictSection.Render(model)}
            {SizingSection.Render(model)}
            {SurvivalTable.Render(model)}
            {CurveSection.Render(model)}
            {CauseSection.Render(model)}
            {faults}
            {FlowExplorer.Render(model)}
            {EnvironmentSection.Render(model)}
            {Glossary.Render(model)}
            </main>
            <script>{Markup.Asset("report.js")}</script>
            </body>
            </html>

            """);
    }
}
