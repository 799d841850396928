using Chaos.Bpf;
using Chaos.Bpf.Maps;
using Chaos.Bpf.Programs;
using static Chaos.Bpf.Programs.Register;

namespace Chaos.Benchmarks;

/// <summary>
/// The kernel's own map, full, measured inside the kernel: a program that makes a key and calls the helper, less the same program without
/// the call.
/// Key of 14 bytes as Cilium's, value of 16 as ours (Cilium's has 40: a little more to copy).
/// </summary>
internal sealed class KernelSubject : IDisposable
{
    private const int KeyLength = 14, ValueLength = 16, KeyOffset = -16, ValueOffset = -32, LookupsTried = 1000;

    private readonly KernelBenchMap map;
    private readonly XdpProgram lookUp, lookUpNothing, insert, insertNothing;

    /// <exception cref="BpfException">The kernel refused.</exception>
    public KernelSubject(int entries)
    {
        int bits = int.Log2(entries);
        map = new KernelBenchMap(entries, KeyLength, ValueLength);
        lookUp = Program(Draw(64 - bits), Helper.MapLookup);
        lookUpNothing = Program(Draw(64 - bits), null);
        insert = Program(Draw(32), Helper.MapUpdate);
        insertNothing = Program(Draw(32), null);
        using XdpProgram fill = Program(code => code.Move(R8, R7).Add(R8, -1), Helper.MapUpdate);
        for (map.Count = 0; map.Count < (ulong)entries;) RunPatiently(fill, entries - (int)map.Count);
        for (int tried = 0; tried < LookupsTried; tried++)
            if (lookUp.Run().ReturnValue != XdpProgram.Pass)
                throw new InvalidOperationException("the kernel's map is full, but a lookup missed");
    }

    /// <summary>Nanoseconds of a program's lookup that hits.</summary>
    public double LookUp(int operations) => RunPatiently(lookUp, operations) - RunPatiently(lookUpNothing, operations);

    /// <summary>Nanoseconds of an insert that evicts.</summary>
    public double Insert(int operations) => RunPatiently(insert, operations) - RunPatiently(insertNothing, operations);

    public void Dispose()
    {
        foreach (XdpProgram program in (XdpProgram[])[lookUp, lookUpNothing, insert, insertNothing]) program.Dispose();
        map.Dispose();
    }

    /// <summary>The runtime's own signals cut a long run short now and then: such a run is made again.</summary>
    private static int RunPatiently(XdpProgram program, int operations)
    {
        while (true)
        {
            try
            {
                return program.Run(operations).MeanNanoseconds;
            }
            catch (BpfException interrupted) when (interrupted.ErrorNumber == BpfError.Interrupted)
            {
            }
        }
    }

    private static Action<ProgramAssembler> Draw(int shift) => code => code
        .Move(R8, R7)
        .LoadConstant(R1, SnatTraffic.Multipliers.First).Multiply(R8, R1)
        .Move(R1, R8).ShiftRight(R1, 32).Xor(R8, R1)
        .LoadConstant(R1, SnatTraffic.Multipliers.Second).Multiply(R8, R1)
        .ShiftRight(R8, shift);

    /// <summary>Counts on, makes connection number R8 of the count R7, writes its key (and value) to the stack, calls the helper.</summary>
    private XdpProgram Program(Action<ProgramAssembler> draw, Helper? helper)
    {
        ProgramAssembler code = new ProgramAssembler()
            .LoadValueAddress(R6, map.Counter)
            .Load(R7, R6, 0, Width.Eight).Add(R7, 1).Store(R6, 0, R7, Width.Eight);
        draw(code);
        code.Store(R10, KeyOffset, unchecked((int)SnatTraffic.Server), Width.Four)
            .Move(R1, R8).ShiftRight(R1, 16).Add(R1, (int)SnatTraffic.ClientNetwork).Store(R10, KeyOffset + 4, R1, Width.Four)
            .Store(R10, KeyOffset + 8, SnatTraffic.ServerPort, Width.Two)
            .Store(R10, KeyOffset + 10, R8, Width.Two)
            .Store(R10, KeyOffset + 12, 17, Width.Two);
        if (helper is { } called)
        {
            code.Store(R10, ValueOffset, R8, Width.Eight).Store(R10, ValueOffset + 8, R7, Width.Eight)
                .LoadMap(R1, map.Descriptor)
                .Move(R2, R10).Add(R2, KeyOffset)
                .Move(R3, R10).Add(R3, ValueOffset)
                .Move(R4, 0)
                .Call(called);
            if (called == Helper.MapLookup) code.JumpIfNotEqual(R0, 0, "hit").Return(XdpProgram.Drop).Label("hit");
        }

        return new XdpProgram(code.Return(XdpProgram.Pass).Build());
    }
}
