using System.CommandLine;
using Chaos.Runs;
using Chaos.Scenarios.Reference;

namespace Chaos.Cli.Commands;

/// <summary>`schema`: the JSON schema of a scenario, for editors; the page of its faults, or the schema of results.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        Option<bool> faults = new("--faults") { Description = "Print the page that describes every fault instead (Markdown)." };
        Option<bool> results = new("--results") { Description = "Print the JSON schema of results.json instead." };
        Verb command = new(
            "schema", "Prints the JSON schema of a scenario file.", "schema > scenarios/scenario.schema.json", "schema --faults",
            "schema --results")
        {
            faults, results,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(faults) && parsed.GetValue(results)) throw new UsageException("--faults and --results are two documents");
            Console.Out.Write(
                parsed.GetValue(results) ? ResultsSchema.Text() : parsed.GetValue(faults) ? FaultPage.Markdown : ScenarioSchema.Json);
            return ExitCode.Pass;
        });
        return command;
    }
}
