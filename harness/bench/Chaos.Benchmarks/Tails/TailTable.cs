using System.Globalization;
using Chaos.Experiments;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Runs;
using Chaos.Targets;
using Chaos.Targets.Csharp;

namespace Chaos.Benchmarks.Tails;

/// <summary>
/// `measure tail SCENARIO...`: each scenario twice in simulation, once with a target that tells when it lost a flow, and once with the same
/// target that does not. A line for each cell that has a flow on which the rules differ, and a line for each scenario.
/// </summary>
internal static class TailTable
{
    /// <summary>With our own NAT also as a target that does not tell when it lost a flow.</summary>
    private static readonly TargetCatalog Targets = TargetCatalog.BuiltIn.With(new DatapathTarget(
        "untold", options => NatDatapath.Create(options, new OwnMapEngine()),
        new CsharpTarget().InSimulation.Can & ~Capability.TellLossTimes));

    public static async Task<int> PrintAsync(string[] scenarios)
    {
        Console.WriteLine("| scenario | cells | cell | flows | by target | by endpoints | difference |\n|---|--:|---|--:|--:|--:|--:|");
        foreach (string scenario in scenarios)
        {
            IReadOnlyList<CellResult> told = await RunAsync(scenario), untold = await RunAsync(scenario, "nat.target=untold");
            (CellResult Told, CellResult Untold)[] pairs = [.. told.Zip(untold)];
            if (pairs.Any(pair => pair.Told.Trace != pair.Untold.Trace))
                throw new InvalidOperationException($"{scenario}: not the same run");
            (CellResult Told, CellResult Untold)[] different = [
                .. pairs.Where(pair => pair.Told.Flows.Survived != pair.Untold.Flows.Survived)];
            string name = Path.GetFileNameWithoutExtension(scenario);
            if (different.Length == 0) Console.WriteLine($"| {name} | {pairs.Length} | none differs | | | | |");
            foreach ((CellResult one, CellResult other) in different)
            {
                (int before, int after, int total) = (one.Flows.Survived, other.Flows.Survived, one.Flows.Total);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {pairs.Length} | {one.Id} | {total} | {before} | {after} | {100.0 * (after - before) / total:0.000} |"));
            }
        }

        return 0;
    }

    private static async Task<IReadOnlyList<CellResult>> RunAsync(string scenario, params string[] sets)
    {
        ExperimentResult result = await Experiment.Load(scenario, sets, Targets).RunAsync();
        return result.Results.Cells;
    }
}
