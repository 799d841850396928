using System.CommandLine;
using Chaos.Scenarios;

namespace Chaos.Cli.Commands;

/// <summary>`schema`: the JSON schema of a scenario, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        Command command = new("schema", "Prints the JSON schema of a scenario file.");
        command.SetAction(_ =>
        {
            Console.Out.Write(ScenarioSchema.Json);
            return ExitCode.Pass;
        });
        return command;
    }
}
