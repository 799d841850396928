using Chaos.Containers.Doctor;
using Chaos.Nat.Variants;
using Spectre.Console;

namespace Chaos.Cli.Output;

/// <summary>Targets, variants and presets on the terminal.</summary>
internal static class TargetTables
{
    /// <summary>The longest row, where no terminal says how wide it is.</summary>
    private const int RedirectedWidth = 200;

    public static void Print(TargetList list)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected) console.Profile.Width = RedirectedWidth;
        Print(console, ["target", "what it is"], list.Targets.Select(target => new[] { target.Name, target.Description }));
        Print(console, ["target", "backend", "on this machine", "can", "cannot"], list.Targets.SelectMany(
            target => target.Worlds.Select(world => new[]
            {
                target.Name, world.Name, OnThisMachine(world.Lacks), string.Join("; ", world.Can), string.Join("; ", world.Cannot),
            })));
        Print(console, ["variant", "what it does"], list.Variants.Select(variant => new[] { variant.Name, variant.Description }));
        Print(console, VariantTable.ReleaseColumns, CiliumReleases.All.Select(VariantTable.Cells));
        console.WriteLine("A minor release, such as cilium-1.17, is its newest preset; a patch release falls under the preset before it.");
    }

    private static string OnThisMachine(IReadOnlyList<Finding> lacks) => lacks.Count == 0 ? "ready" : string.Join(
        '\n', lacks.Select(finding => $"{finding.Name}: {finding.Detail}{(finding.Remedy is { } remedy ? $" ({remedy})" : "")}"));

    private static void Print(IAnsiConsole console, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns) table.AddColumn(column);
        foreach (IReadOnlyList<string> row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }
}
