using System.CommandLine;
using Chaos.Containers.Images;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>`programs`: the static programs of containers, as files.</summary>
internal static class ProgramsCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder; the files go into a folder of this machine's platform in it.", HelpName = "DIR", Required = true,
    };

    public static Command Create()
    {
        Verb command = new(
            "programs", "Writes the static programs of node and endpoints, for packages and for machines without an engine.",
            "programs --out programs")
        {
            Out,
        };
        command.SetAction(WriteAsync);
        return command;
    }

    private static async Task<int> WriteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetRequiredValue(Out);
        try
        {
            foreach (string file in await ProgramExport.WriteAsync(folder, TimeProvider.System, cancellation)) Console.Out.WriteLine(file);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(folder, refused);
        }

        return ExitCode.Pass;
    }
}
