using System.CommandLine;
using System.Text.Json;
using Chaos.Containers;

namespace Chaos.Cli.Commands;

/// <summary>`clean`: removes what dead runs left on the engine, and only ours.</summary>
internal static class CleanCommand
{
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Command command = new("clean", "Removes containers and networks that dead runs left behind.") { Json };
        command.SetAction(CleanAsync);
        return command;
    }

    private static async Task<int> CleanAsync(ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyList<string> removed = await Leftovers.RemoveAsync(cancellation);
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(removed, JsonText.Options));
        else if (removed.Count == 0) Console.Out.WriteLine("nothing to clean");
        else foreach (string thing in removed) Console.Out.WriteLine($"removed {thing}");
        return ExitCode.Pass;
    }
}
