using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Chaos.Experiments;
using Chaos.Experiments.Planning;
using Chaos.Experiments.Worlds;
using Chaos.Runs;

namespace Chaos.Cli.Commands;

/// <summary>`plan`: what a run would do, without doing it.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string[]> Scenarios = Shared.Scenarios();
    private static readonly Option<string> Backend = Shared.Backend();
    private static readonly Option<string[]> Set = Shared.Set();
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Command command = new("plan", "Shows cells, seeds, images, privileges and a time estimate without running.")
        {
            Scenarios, Backend, Set, Json,
        };
        command.SetAction(Plan);
        return command;
    }

    private static int Plan(ParseResult parsed)
    {
        if (Shared.LoadAll(parsed.GetRequiredValue(Scenarios), parsed.GetValue(Set) ?? []) is not { } loaded) return ExitCode.BadInput;
        WorldKind world = WorldCatalog.Find(parsed.GetRequiredValue(Backend));
        List<RunEstimate> estimates = [.. loaded.Select(one => RunEstimate.Of(one.Experiment.Plan, world))];
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(estimates, JsonText.Options));
        else foreach (RunEstimate estimate in estimates) Print(estimate, world);
        foreach ((string file, Experiment experiment) in loaded)
            foreach (string warning in experiment.Plan.Warnings)
                Console.Error.WriteLine($"{file}: note: {warning}");
        return ExitCode.Pass;
    }

    private static void Print(RunEstimate estimate, WorldKind world)
    {
        Console.Out.WriteLine(
            $"{estimate.Scenario} on {estimate.Backend}: {estimate.Cells.Count} cells x {estimate.RepetitionSeeds.Count} repetitions");
        Console.Out.WriteLine($"  seeds     {string.Join(", ", estimate.RepetitionSeeds)} (of repetition 1, 2, ...)");
        Console.Out.WriteLine($"  images    {estimate.Images}");
        Console.Out.WriteLine($"  needs     {estimate.Privileges}");
        Console.Out.WriteLine($"  roundtrip {RoundTripText.Of(estimate.Cells.Select(cell => (double?)cell.RoundTripSeconds))}");
        if (world.IsReal) Console.Out.WriteLine($"  at a time {estimate.Containers}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  time      about {estimate.Seconds:0} s {(world.IsReal ? "" : "of virtual time, simulated in seconds")}"));
        foreach (CellEstimate cell in estimate.Cells)
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  cell      {cell.Id}: {cell.Flows} flows, {cell.Seconds:0} s each, of it {cell.WarmUpSeconds:0.0} s warm-up"));
    }
}
