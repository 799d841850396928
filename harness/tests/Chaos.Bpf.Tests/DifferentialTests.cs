using System.Globalization;
using Chaos.Model;
using Chaos.Nat.Tests.Maps;
using Chaos.Replay;

namespace Chaos.Bpf.Tests;

/// <summary>
/// Our map against the running kernel's, operation by operation: the same results, values and surviving entries, not similar ones.
/// A machine judges only its own batch rule and number of CPUs; the plain twin stands in for the others.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    /// <summary>So many times the traces of a short run: set CHAOS_EFFORT for a long one, for example to 50.</summary>
    private static readonly int Effort = int.Parse(Environment.GetEnvironmentVariable("CHAOS_EFFORT") ?? "1", CultureInfo.InvariantCulture);

    private static readonly int[] SmallSizes = [1, 2, 3, 4, 5, 7, 8, 13, 16, 31, 64, 100, 127, 128, 129, 192, 255, 256, 257];

    [KernelFact]
    public void Small_maps_of_the_common_flavour_agree() =>
        Agree(LruFlavour.Common, SmallSizes, tracesEach: 6, stepsEach: 4000, atLeast: 450_000);

    [KernelFact]
    public void Small_maps_of_the_per_cpu_flavour_agree() =>
        Agree(LruFlavour.PerCpu, SmallSizes, tracesEach: 6, stepsEach: 4000, atLeast: 450_000);

    [KernelFact]
    public void Maps_of_a_thousand_entries_agree() =>
        Agree(LruFlavour.Common, [512, 1000, 1024, 4096], tracesEach: 3, stepsEach: 40_000, atLeast: 480_000);

    [KernelFact]
    public void Per_cpu_maps_of_a_thousand_entries_agree() =>
        Agree(LruFlavour.PerCpu, [512, 1000, 1024, 4096], tracesEach: 3, stepsEach: 40_000, atLeast: 480_000);

    [KernelFact]
    public void Maps_of_sixty_five_thousand_entries_agree() =>
        Agree(LruFlavour.Common, [10_000, 65_536], tracesEach: 1, stepsEach: 200_000, atLeast: 400_000);

    [KernelFact]
    public void Per_cpu_maps_of_sixty_five_thousand_entries_agree() =>
        Agree(LruFlavour.PerCpu, [10_000, 65_536], tracesEach: 1, stepsEach: 200_000, atLeast: 400_000);

    private void Agree(LruFlavour flavour, int[] sizes, int tracesEach, int stepsEach, int atLeast)
    {
        BatchRule batch = RunningKernel.ScalesBatches() ? BatchRule.Scaled : BatchRule.Fixed128;
        long operations = 0, evictions = 0;
        foreach (int size in sizes)
        {
            MapOptions shape = new(size, flavour, batch, PossibleCpus.Count);
            for (int trace = 1; trace <= tracesEach * Effort; trace++)
            {
                (List<MapStep> steps, List<int> checkpoints) = new TraceGenerator(
                    (ulong)(size * 1000 + trace), size, PossibleCpus.Usable).Write(stepsEach);
                if (Compare(shape, steps, checkpoints, ref evictions) is { } difference) Assert.Fail(Explain(shape, steps, difference));
                operations += steps.Count;
            }
        }

        output.WriteLine($"{operations} operations, {evictions} evictions, {batch}, {PossibleCpus.Usable.Count} CPUs: no difference");
        Assert.True(operations >= atLeast, $"only {operations} operations");
    }

    /// <summary>The first difference at or before a checkpoint: how many steps show it, and what it is.</summary>
    private static (int Steps, string What)? Compare(MapOptions shape, List<MapStep> steps, List<int> checkpoints, ref long evictions)
    {
        using KernelTraceMap kernel = new(shape.Size, shape.Lru);
        TraceMap ours = new(shape);
        int begin = 0;
        foreach (int end in checkpoints)
        {
            StepResult[] judged = kernel.Apply(steps[begin..end]);
            for (int position = begin; position < end; position++)
            {
                StepResult mine = ours.Apply(steps[position]);
                StepResult truth = judged[position - begin];
                if (mine != truth) return (position + 1, $"step {position + 1}, '{steps[position]}': {mine} here, {truth} in the kernel");
            }

            KeyValuePair<ulong, ulong>[] here = [.. ours.Entries], there = [.. kernel.Entries];
            if (!here.SequenceEqual(there))
                return (end, $"{here.Except(there).Count()} entries only here, {there.Except(here).Count()} only in the kernel");
            begin = end;
        }

        evictions += ours.Evictions.Count;
        return null;
    }

    private static string Explain(MapOptions shape, List<MapStep> steps, (int Steps, string What) difference)
    {
        long ignored = 0;
        List<MapStep> shortest = TraceShrinker.Shrink(
            steps[..difference.Steps], trace => Compare(shape, trace, [trace.Count], ref ignored) is not null);
        string what = Compare(shape, shortest, [shortest.Count], ref ignored)?.What ?? difference.What;
        return $"{shape}: {what}. The shortest trace, for `chaos map replay "
            + $"--kernel`:{Environment.NewLine}{string.Join(Environment.NewLine, shortest)}";
    }
}
