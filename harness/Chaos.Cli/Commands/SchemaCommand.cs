using System.CommandLine;
using Chaos.Scenarios.Reference;

namespace Chaos.Cli.Commands;

/// <summary>`schema`: the JSON schema of a scenario, for editors; or the page of its faults.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        Option<bool> faults = new("--faults") { Description = "Print the page that describes every fault instead (Markdown)." };
        Verb command = new(
            "schema", "Prints the JSON schema of a scenario file.", "schema > scenarios/scenario.schema.json", "schema --faults")
        {
            faults,
        };
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetValue(faults) ? FaultPage.Markdown : ScenarioSchema.Json);
            return ExitCode.Pass;
        });
        return command;
    }
}
