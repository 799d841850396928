using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Chaos.Harness.Planning;
using Chaos.Scenarios;

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
        Command command = new("plan", "Shows cells, seeds, images, privileges and a time estimate without running.") { Scenarios, Backend, Set, Json };
        command.SetAction(Plan);
        return command;
    }

    private static int Plan(ParseResult parsed)
    {
        if (Shared.LoadAll(parsed.GetRequiredValue(Scenarios), parsed.GetValue(Set) ?? []) is not { } loaded) return ExitCode.BadInput;
        bool docker = parsed.GetRequiredValue(Backend) == "docker";
        List<RunEstimate> estimates = [.. loaded.Select(one => RunEstimate.Of(one.Plan, docker))];
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(estimates, JsonText.Options));
        else foreach (RunEstimate estimate in estimates) Print(estimate);
        foreach ((string file, ScenarioPlan plan) in loaded)
            foreach (string warning in plan.Warnings)
                Console.Error.WriteLine($"{file}: note: {warning}");
        return ExitCode.Pass;
    }

    private static void Print(RunEstimate estimate)
    {
        Console.Out.WriteLine($"{estimate.Scenario} on {estimate.Backend}: {estimate.Cells.Count} cells x {estimate.RepetitionSeeds.Count} repetitions");
        Console.Out.WriteLine($"  seeds     {string.Join(", ", estimate.RepetitionSeeds)} (of repetition 1, 2, ...)");
        Console.Out.WriteLine($"  images    {estimate.Images}");
        Console.Out.WriteLine($"  needs     {estimate.Privileges}");
        if (estimate.Backend != "sim") Console.Out.WriteLine($"  at a time {estimate.Containers}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  time      about {estimate.Seconds:0} s {(estimate.Backend == "sim" ? "of virtual time, simulated in seconds" : "")}"));
        foreach (CellEstimate cell in estimate.Cells)
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  cell      {cell.Id}: {cell.Flows} flows, {cell.Seconds:0} s each, of it {cell.WarmUpSeconds:0.0} s warm-up"));
    }
}
