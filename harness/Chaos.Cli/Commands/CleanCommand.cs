using System.CommandLine;
using System.Text.Json;
using Chaos.Containers;
using Chaos.Containers.Cleaning;

namespace Chaos.Cli.Commands;

/// <summary>`clean`: removes what dead runs left on the engine, and only ours.</summary>
internal static class CleanCommand
{
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new("clean", "Removes containers and networks that dead runs left behind.", "clean") { Json };
        command.SetAction(CleanAsync);
        return command;
    }

    private static async Task<int> CleanAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using DockerEngine engine = await DockerEngine.ConnectAsync(cancellation);
        IReadOnlyList<Leftover> removed = await Leftovers.RemoveDeadAsync(engine, cancellation);
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(removed, JsonText.Options));
        else if (removed.Count == 0) Console.Out.WriteLine("nothing to clean");
        else foreach (Leftover thing in removed) Console.Out.WriteLine($"removed {thing.Kind} {thing.Name} of {thing.Run}");
        foreach (Leftover kept in (await Leftovers.FindAsync(engine, cancellation)).Where(leftover => leftover.Owner == OwnerState.Dead))
        {
            Console.Error.WriteLine($"chaos: the engine keeps {kept.Kind} {kept.Name} of {kept.Run}: something is attached to it, "
                + "or the engine lost track; detach that, or restart the engine, and clean again");
        }
        return ExitCode.Pass;
    }
}
