using System.Globalization;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Where and how the run took place, and how to run it again.</summary>
internal static class EnvironmentSection
{
    public static Markup Render(ReportModel model)
    {
        RunResults results = model.Results;
        RunEnvironment environment = results.Environment;
        (string Name, string? Value)[] facts =
        [
            ("scenario", results.Scenario),
            ("seed", results.Seed.ToString(CultureInfo.InvariantCulture)),
            ("repetitions", model.Basis),
            ("backend", results.Backend),
            ("map engine", results.MapEngine),
            ("alive at the end", TailText.Of(results)),
            ("commit", environment.Commit ?? "not known"),
            (".NET", environment.Dotnet),
            ("kernel", environment.Kernel),
            ("processors", environment.Cpus.ToString(CultureInfo.InvariantCulture)),
            ("Docker", environment.Docker ?? "not used"),
            ("wall time", Numbers.Duration(Math.Round(results.Cells.Sum(cell => cell.WallSeconds), 1)) + " over all cells"),
        ];
        return Markup.Of($"""
            <section id="environment" aria-labelledby="environment-heading">
            <h2 id="environment-heading">Run it again</h2>
            <p class="replay"><code id="replay">{results.Replay}</code>
            <button type="button" class="copy" data-copy="replay" hidden>Copy</button></p>
            {Control(model)}
            <dl>{facts.Select(fact => Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>
            <details><summary>The scenario as it was run</summary><pre tabindex="0">{model.Run.ScenarioYaml}</pre></details>
            </section>
            """);
    }

    private static Markup Control(ReportModel model)
    {
        if (model.Control is not { } control) return Markup.Empty;
        int lost = control.Flows.Total - control.Flows.Survived;
        string told = lost == 0
            ? $"all {Numbers.Plural(control.Flows.Total, "flow")} without a NAT survived, so deaths elsewhere are the NAT's"
            : $"{Numbers.Plural(lost, "flow")} of {Numbers.Count(control.Flows.Total)} did not survive plain routing: "
                + "the harness is not to be trusted in this run";
        return Markup.Of($"""<p class="control"><strong>Control arm:</strong> {told}.</p>""");
    }
}
