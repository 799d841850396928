using System.CommandLine;
using System.Text.Json;
using Chaos.Cli.Output;
using Chaos.Experiments.Worlds;
using Chaos.Nat.Variants;
using Chaos.Targets;

namespace Chaos.Cli.Commands;

/// <summary>`targets`: what can be tested, where, and the variants and presets of our own datapath.</summary>
internal static class TargetsCommand
{
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "targets", "Lists what can be tested on this machine, what each target can do, variants, and Cilium releases as presets.",
            "targets", "targets --json") { Json };
        command.SetAction(ListAsync);
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        List<(WorldKind World, MachineLacks Lacks)> worlds = [];
        foreach (WorldKind world in WorldCatalog.All) worlds.Add((world, await world.ExamineAsync(cancellation)));
        TargetList list = new(
            [.. TargetCatalog.BuiltIn.All.Select(target => new TargetRow(target.Name, target.Description, [.. InWorlds(target, worlds)]))],
            [.. VariantCatalog.Variants.Select(variant => new VariantRow(variant.Name, variant.Summary))],
            [.. CiliumReleases.All.Select(PresetRow.Of)]);
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(list, JsonText.Options));
        else TargetTables.Print(list);
        return ExitCode.Pass;
    }

    private static IEnumerable<TargetInWorld> InWorlds(ITarget target, IEnumerable<(WorldKind World, MachineLacks Lacks)> worlds)
    {
        foreach ((WorldKind world, MachineLacks lacks) in worlds)
            if (world.CapabilitiesOf(target) is { } can)
                yield return TargetInWorld.Of(world.Name, can, lacks(target));
    }
}
