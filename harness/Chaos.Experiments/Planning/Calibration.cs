using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Planning;

/// <summary>What a simulated run of a scenario will take on this machine, from a short run of a few of its cells.</summary>
/// <param name="Seconds">Of real time, on a machine that has nothing else to do.</param>
/// <param name="MemoryBytes">That the process holds at its peak.</param>
/// <param name="Jobs">Cells at a time.</param>
public sealed record Calibration(double Seconds, long MemoryBytes, int Jobs)
{
    /// <summary>Cells that are tried: the first, one in the middle, the last.</summary>
    private const int Samples = 3;

    /// <summary>Of processor time, for each sample.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.7);

    /// <summary>A virtual time after which the budget is looked at.</summary>
    private const long Slice = 100_000_000;

    /// <summary>What starting, loading and the report take.</summary>
    private const double StartSeconds = 1;

    /// <summary>A row of flows.csv is written, copied, and read again for the report.</summary>
    private const double SecondsPerRow = 3e-6;

    /// <summary>A flow record in columns, and what the report makes of it.</summary>
    private const long BytesPerRow = 120;

    /// <summary>What a run needs beside its data: code, buffers, and the report, which a plan does not write.</summary>
    private const long RunBytes = 40_000_000;

    /// <summary>The collector lets garbage grow to about half of what lives before it acts.</summary>
    private const double Slack = 1.5;

    /// <summary>Runs slices of the cells that are simulated; null: there are none.</summary>
    /// <param name="plan">The cells.</param>
    /// <param name="chosen">The world of cells that name none; null: the default.</param>
    /// <param name="targets">What they may name.</param>
    /// <param name="jobs">Cells at a time.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Calibration?> MeasureAsync(
        ScenarioPlan plan, WorldKind? chosen, TargetCatalog targets, int jobs, CancellationToken cancellation)
    {
        CellWorlds worlds = new(chosen);
        Cell[] cells = [.. plan.Cells.Where(cell => !worlds[cell].IsReal && targets[cell.Scenario.Target] is ISimulatedTarget)];
        if (cells.Length == 0) return null;
        int[] places = [.. Enumerable.Range(0, Samples).Select(sample => sample * (cells.Length - 1) / (Samples - 1)).Distinct()];
        long before = GC.GetTotalMemory(forceFullCollection: true), process = Environment.WorkingSet;
        List<Slices> samples = [];
        foreach (int place in places) samples.Add(await Slices.OfAsync(cells[place], targets, before, Budget, cancellation));
        double perPacket = samples.Sum(sample => sample.RunSeconds) / Math.Max(1, samples.Sum(sample => sample.Packets));
        double perFlow = samples.Sum(sample => sample.OpenSeconds) / samples.Sum(sample => sample.Flows);
        double bytesPerFlow = samples.Max(sample => (double)sample.LiveBytes / sample.Flows);
        double factor = samples.Sum(sample => sample.Packets) / Math.Max(1, samples.Sum(sample => sample.ExpectedPackets));
        double SecondsOf(Cell cell) => cell.Scenario.Repetitions
            * ((Load.FlowsOf(cell.Scenario) * perFlow)
                + (Load.PacketsPerSecond(cell.Scenario) * Load.SecondsOf(cell.Scenario) * factor * perPacket));
        long RowsOf(Cell cell) => (long)cell.Scenario.Repetitions * Load.FlowsOf(cell.Scenario);

        int together = Math.Max(1, Math.Min(jobs, cells.Length));
        long rows = cells.Sum(RowsOf);
        double simulated = cells.Sum(SecondsOf) / together;
        double control = plan.Scenario.Control ? ControlArm.PlanSimulated(cells, targets).Sum(load => SecondsOf(load.Arm)) : 0;
        double longest = cells.Max(SecondsOf);
        double memory = process + RunBytes + (Slack * together * bytesPerFlow * cells.Max(cell => (double)Load.FlowsOf(cell.Scenario)))
            + ((double)rows * BytesPerRow);
        double writing = rows * SecondsPerRow;
        return new Calibration(StartSeconds + control + Math.Max(simulated, longest) + writing, (long)memory, together);
    }

    /// <summary>
    /// Processor time of the process, and real time. The first counts compiler and collector, which have a core of their own; the second
    /// counts what else the machine does: the smaller one is what a run takes on an idle machine.
    /// </summary>
    private readonly record struct Moment(TimeSpan Cpu, long Timestamp)
    {
        public static Moment Now => new(Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());

        public double SecondsTo(Moment later) =>
            Math.Min((later.Cpu - Cpu).TotalSeconds, TimeProvider.System.GetElapsedTime(Timestamp, later.Timestamp).TotalSeconds);
    }

    /// <summary>A part of one run, with what it took.</summary>
    private sealed record Slices(
        int Flows, double OpenSeconds, double RunSeconds, double Packets, double ExpectedPackets, long LiveBytes)
    {
        public static async Task<Slices> OfAsync(
            Cell cell, TargetCatalog targets, long bytesBefore, TimeSpan budget, CancellationToken cancellation)
        {
            Moment begun = Moment.Now;
            RunPlan plan = RepetitionPlanner.Plan(cell, repetition: 1).Run;
            await using IWorldRun run = await new SimulatedWorld(MapEngineKind.Own).BuildAsync(
                plan, targets[cell.Scenario.Target], cancellation);
            await run.OpenAsync(cancellation);
            await run.WaitUntilAsync(plan.Phases.OpenUntil, cancellation);
            Moment opened = Moment.Now;
            await run.StartPressureAsync(run.Now, cancellation);
            long end = run.Now + (long)(Load.SecondsOf(cell.Scenario) * 1e9);
            // The first half lets the runtime compile what runs hot, and the table fill.
            long at = run.Now, packets = run.Packets;
            Moment from = opened;
            bool isHalf = false;
            while (run.Now < end && Moment.Now.Cpu - opened.Cpu < budget)
            {
                await run.WaitUntilAsync(run.Now + Slice, cancellation);
                if (isHalf || Moment.Now.Cpu - opened.Cpu < budget / 2) continue;
                (isHalf, at, packets, from) = (true, run.Now, run.Packets, Moment.Now);
            }

            double seconds = from.SecondsTo(Moment.Now);
            long live = Math.Max(1, GC.GetTotalMemory(forceFullCollection: true) - bytesBefore);
            GC.KeepAlive(run);
            return new Slices(
                Load.FlowsOf(cell.Scenario), begun.SecondsTo(opened), seconds, run.Packets - packets,
                Load.PacketsPerSecond(cell.Scenario) * (run.Now - at) / 1e9, live);
        }
    }
}
