using System.Globalization;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Experiments.Worlds;
using Chaos.Reports;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;
using Chaos.Worlds;

namespace Chaos.Experiments.Sizing;

/// <summary>Finds the smallest value of an axis that meets a target, and writes a run folder of all that was tried.</summary>
public static class SizingRun
{
    private const string MapSize = "size";

    /// <param name="experiment">The scenario; its other axes give an answer each.</param>
    /// <param name="request">The target, and the axis.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="cancellation">Stops it; nothing is written then.</param>
    /// <exception cref="RefusedException">The axis has no order, or the world is a real one.</exception>
    /// <exception cref="BadScenarioException">A variant or a group that the scenario does not have.</exception>
    public static async Task<ExperimentResult> RunAsync(
        Experiment experiment, SizingRequest request, ExperimentOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        CellWorlds worlds = new(options.World);
        if (experiment.Plan.Cells.Select(cell => worlds[cell]).FirstOrDefault(world => world.IsReal) is { } real)
            throw new RefusedException($"`size` needs the simulation; backend {real.Name} runs in real time");
        SizedScenario scenario = new(experiment, request);
        string present = scenario.Present, key = request.Axis == "mapSize" ? MapSize : request.Axis.Split('.')[^1];
        if (SizeGrid.For(key, present) is not { } axis)
            throw new RefusedException($"--axis {request.Axis}: {present} has no order; name a number, a period, or a rate");
        Experiment arms = scenario.With([present]);
        Requirements.Check(arms.Plan, options.World, options.MapEngine, arms.Targets);
        string name = arms.Plan.Scenario.Name;
        await using IWorld world = await WorldCatalog.Default.Prepare(cancellation)(
            new WorldOptions(name, options.MapEngine, KeepPackets: false, Images: [], options.Time), cancellation);
        TailRule tail = TailRule.For(arms.Plan, arms.Targets, worlds);
        using SizeProbes probes = new(
            scenario, new CellRunner(_ => world, OnlyCounted.Instance, null, tail, options.Time),
            new CellRunner(_ => new BoundedWorld(world, request), OnlyCounted.Instance, null, tail, options.Time),
            new CellRunner(_ => world, KeptInMemory.Instance, null, tail, options.Time), options.Jobs, cancellation);
        SizingAnswers answers = new(probes, request, axis.Grid, present, scenario.AxisName, key == MapSize);
        SizingAnswer[] found = await Task.WhenAll(arms.Plan.Cells.Select((cell, arm) => Task.Run(
            () => answers.FindAsync(cell, arm, axis.Index), cancellation)));

        RunContents contents = Assemble(scenario, probes, found, world, tail, options);
        contents = contents with
        {
            Results = contents.Results with
            {
                Sizing = new SizingResult(scenario.AxisName, TargetText(request), axis.Grid.MoreIsBetter, found),
                Verdict = found.Any(answer => answer.Value is null) && contents.Results.Verdict != Verdict.Fail
                    ? Verdict.Unknown : contents.Results.Verdict,
            },
        };
        return Write(contents, experiment.Plan, world, options);
    }

    private static string TargetText(SizingRequest request) =>
        $"survival {request.Survival.Text}{(request.Group is { } group ? $" of {group}" : "")}"
        + (request.Newcomers is { } newcomers ? $", newcomers {newcomers.Text}" : "");

    private static RunContents Assemble(
        SizedScenario scenario, SizeProbes probes, SizingAnswer[] found, IWorld world, TailRule tail,
        ExperimentOptions options)
    {
        Probe[] tried = [.. probes.All.Where(probe => probe.Repetitions.Count > 0).OrderBy(probe => Number(probe.Value))];
        Experiment whole = scenario.With(
            [.. tried.Select(probe => probe.Value).Distinct()],
            [.. found.Where(answer => answer.Text is not null).Select(answer => WhereOf(scenario.AxisName, answer))]);
        Dictionary<string, Probe> byId = tried.ToDictionary(probe => probe.Cell.Id);
        ScenarioPlan plan = whole.Plan.PartOf([.. whole.Plan.Cells.Where(cell => byId.ContainsKey(cell.Id))]);
        CellRun[] cells = [.. plan.Cells.Select(cell => Stopped(byId[cell.Id]))];
        RunAssembly assembly = new(
            plan, world.Name, world.MapEngine, tail.Name, Machine.Describe(world.EngineVersion), options.Replay);
        return assembly.ContentsOf(
            assembly.Assemble(cells, control: null, cells.Length), RunAssembly.RowsOf(cells, control: null));
    }

    private static IReadOnlyList<KeyValuePair<string, string>> WhereOf(string axis, SizingAnswer answer) =>
        [.. answer.Where, KeyValuePair.Create(axis, answer.Text!)];

    private static CellRun Stopped(Probe probe)
    {
        CellRun run = probe.Join();
        return run with { Result = run.Result with { Stopped = probe.Stopped } };
    }

    private static double Number(string value) =>
        double.Parse(new string([.. value.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.')]), CultureInfo.InvariantCulture);

    private static ExperimentResult Write(RunContents contents, ScenarioPlan plan, IWorld world, ExperimentOptions options)
    {
        if (options.Folder is not { } path) return new ExperimentResult(contents, null, plan);
        using RunFolder folder = RunFolder.Create(path);
        RunResults results = contents.Results;
        folder.WriteIdentity(new RunIdentity(
            RunIdentity.CurrentSchemaVersion, results.Scenario, results.Seed, results.Environment.Commit, world.Name, world.MapEngine,
            [.. results.Cells.Select(cell => cell.Id)]));
        folder.WriteScenario(contents.ScenarioYaml);
        folder.WriteFlows(contents.Flows);
        folder.WriteEvents(contents.Events);
        folder.WriteTable(contents.Table);
        folder.WriteResults(results);
        ReportWriter.WriteAll(folder);
        return new ExperimentResult(contents, folder, plan);
    }
}
