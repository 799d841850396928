using Chaos.Bpf.Maps;
using Chaos.Bpf.Programs;
using static Chaos.Bpf.Maps.KernelOperationKind;

namespace Chaos.Bpf.Tests;

public sealed class KernelLruMapTests
{
    private static readonly int Cpu = PossibleCpus.Usable[0];

    [KernelFact]
    public void A_lookup_by_a_program_saves_a_key()
    {
        using KernelLruMap<ulong, ulong> map = new(2, perCpu: false);

        Run(map, (Create, 1), (Create, 2), (Lookup, 1), (Create, 3));

        Assert.Contains(1ul, Keys(map));
    }

    [KernelFact]
    public void A_lookup_by_system_call_saves_nothing()
    {
        using KernelLruMap<ulong, ulong> map = new(2, perCpu: false);

        Run(map, (Create, 1), (Create, 2), (Lookup, 2));
        bool found = map.TryPeek(1, out _);
        Run(map, (Create, 3));

        Assert.True(found);
        Assert.DoesNotContain(1ul, Keys(map));
    }

    [KernelFact]
    public void Refusals_carry_the_errors_of_the_kernel()
    {
        using KernelLruMap<ulong, ulong> map = new(1024, perCpu: false);

        int[] results = Run(map, (Create, 1), (Create, 1), (Replace, 2), (Delete, 2), (Lookup, 2), (Delete, 1), (Update, 3), (Replace, 3));

        Assert.Equal([0, -BpfError.Exists, -BpfError.NotFound, -BpfError.NotFound, -BpfError.NotFound, 0, 0, 0], results);
    }

    [KernelFact]
    public void A_lookup_brings_the_value_back()
    {
        using KernelLruMap<ulong, (ulong, ulong)> map = new(16, perCpu: true);
        KernelOperation<ulong, (ulong, ulong)>[] operations = [new(Update, 7, (70, 71)), new(Lookup, 7, default)];

        map.Run(Cpu, operations);

        Assert.Equal((70ul, 71ul), operations[1].Value);
        Assert.True(map.TryPeek(7, out (ulong, ulong) value));
        Assert.Equal((70ul, 71ul), value);
        Assert.False(map.TryPeek(8, out _));
    }

    [KernelFact]
    public void Lists_longer_than_one_run_of_the_program_are_carried_out_whole()
    {
        using KernelLruMap<ulong, ulong> map = new(4096, perCpu: false);

        Run(map, [.. Enumerable.Range(0, 1000).Select(key => (Update, (ulong)key))]);

        Assert.Equal(Enumerable.Range(0, 1000).Select(key => (ulong)key), Keys(map).Order());
    }

    [KernelFact]
    public void The_batch_rule_of_this_kernel_can_be_told()
    {
        bool scales = RunningKernel.ScalesBatches();

        Version kernel = Environment.OSVersion.Version;
        if (kernel >= new Version(6, 16)) Assert.True(scales);
        if (kernel < new Version(5, 15)) Assert.False(scales);
    }

    [KernelFact]
    public void A_program_that_the_verifier_refuses_is_reported_in_its_words()
    {
        Instruction[] endless = new ProgramAssembler().Label("start").Jump("start").Build();

        BpfException refused = Assert.Throws<BpfException>(() => new XdpProgram(endless));

        Assert.Contains("the verifier:", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0-127\n", 128)]
    [InlineData("0-3,8,10-11", 7)]
    public void Possible_cpus_are_counted_from_the_kernels_list(string list, int count) => Assert.Equal(count, PossibleCpus.CountOf(list));

    private static int[] Run(KernelLruMap<ulong, ulong> map, params (KernelOperationKind Kind, ulong Key)[] steps)
    {
        KernelOperation<ulong, ulong>[] operations = [
            .. steps.Select(step => new KernelOperation<ulong, ulong>(step.Kind, step.Key, step.Key * 10))];
        map.Run(Cpu, operations);
        return [.. operations.Select(operation => operation.Result)];
    }

    private static IEnumerable<ulong> Keys(KernelLruMap<ulong, ulong> map) => map.Entries().Select(entry => entry.Key);
}
