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
    private static readonly Option<string> Backend = Shared.Backend();
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "plan", "Shows cells, seeds, images, privileges and a time estimate without running.", "plan scenarios/quickstart.yaml",
            "plan scenarios/quickstart.yaml --only variant=baseline --backend docker --json")
        {
            Chosen.Files, Backend, Json,
        };
        Chosen.AddTo(command);
        command.SetAction(PlanAsync);
        return command;
    }

    private static async Task<int> PlanAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Chosen.Load(parsed, parsed.GetRequiredValue(Chosen.Files), parsed.GetValue(Json)) is not { } loaded) return ExitCode.BadInput;
        WorldKind? world = Shared.WorldOf(parsed, Backend);
        List<RunEstimate> estimates = [];
        foreach ((_, Experiment experiment) in loaded) estimates.Add(await EstimateAsync(experiment, world, cancellation));
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(estimates, JsonText.Options));
        else foreach (RunEstimate estimate in estimates) Print(estimate);
        foreach ((string file, Experiment experiment) in loaded)
            foreach (string note in experiment.Plan.NoteLines(file))
                Console.Error.WriteLine(note);
        return ExitCode.Pass;
    }

    private static async Task<RunEstimate> EstimateAsync(Experiment experiment, WorldKind? world, CancellationToken cancellation) =>
        RunEstimate.Of(experiment.Plan, world) with
        {
            Measured = await Calibration.MeasureAsync(
                experiment.Plan, world, experiment.Targets, Environment.ProcessorCount, cancellation),
        };

    private static void Print(RunEstimate estimate)
    {
        Console.Out.WriteLine(
            $"{estimate.Scenario} on {estimate.Backend}: {estimate.Cells.Count} cells x {estimate.RepetitionSeeds.Count} repetitions"
                + (estimate.UntilDecided ? " at first, then until every expectation is decided" : ""));
        Console.Out.WriteLine($"  seeds     {string.Join(", ", estimate.RepetitionSeeds)} (of repetition 1, 2, ...)");
        Console.Out.WriteLine($"  images    {estimate.Images}");
        Console.Out.WriteLine($"  needs     {estimate.Privileges}");
        Console.Out.WriteLine($"  roundtrip {RoundTripText.Of(estimate.Cells.Select(cell => (double?)cell.RoundTripSeconds))}");
        if (estimate.RealSeconds > 0) Console.Out.WriteLine($"  at a time {estimate.Containers}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  time      about {estimate.Seconds:0} s{TimeNote(estimate)}"));
        if (estimate.Measured is { } measured)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  here      about {measured.Seconds:0.#} s and {measured.MemoryBytes / 1e6:0} MB, "
                + $"{measured.Jobs} cells at a time (measured)"));
        foreach (CellEstimate cell in estimate.Cells)
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  cell      {cell.Id}: {cell.Flows} flows, {cell.Seconds:0} s each, of it {cell.WarmUpSeconds:0.0} s warm-up"));
        foreach (Proof proof in estimate.Proofs) Console.Out.WriteLine($"  proof     {proof.Text}");
    }

    private static string TimeNote(RunEstimate estimate) => estimate.RealSeconds == 0 ? " of virtual time"
        : estimate.RealSeconds < estimate.Seconds
            ? string.Create(CultureInfo.InvariantCulture, $", of which {estimate.RealSeconds:0} s are real time, and the rest virtual")
            : "";
}
