using System.Runtime.CompilerServices;
using Chaos.Bpf.Maps;
using static Chaos.Bpf.Programs.Register;

namespace Chaos.Bpf.Programs;

/// <summary>The program that carries out a list of operations on a map as BPF programs do: by the helpers, so that lookups mark.</summary>
internal static class OracleProgram
{
    /// <summary>Operations in one run: few enough to hold the CPU for less than a tenth of a millisecond.</summary>
    public const int Batch = 256;

    /// <summary>The shared array begins with the number of operations.</summary>
    public const int HeaderLength = 8;

    private const int ResultOffset = 4, KeyOffset = 8;

    public static unsafe int ArrayLength<TKey, TValue>()
        where TKey : unmanaged
        where TValue : unmanaged => HeaderLength + Batch * sizeof(KernelOperation<TKey, TValue>);

    /// <remarks>R6 points to the operation, R7 is the number of operations, R8 counts, R9 is the kind.</remarks>
    public static unsafe Instruction[] Build<TKey, TValue>(int map, int operations)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        int valueOffset = ValueOffset<TKey, TValue>();
        ProgramAssembler code = new ProgramAssembler()
            .LoadValueAddress(R6, operations)
            .Load(R7, R6, 0, Width.Four)
            .Add(R6, HeaderLength)
            .Move(R8, 0)
            .Label("operation")
            .JumpIfAtLeast(R8, R7, "end")
            .Load(R9, R6, 0, Width.Four)
            .LoadMap(R1, map)
            .Move(R2, R6).Add(R2, KeyOffset)
            .JumpIfEqual(R9, (int)KernelOperationKind.Lookup, "lookup")
            .JumpIfEqual(R9, (int)KernelOperationKind.Delete, "delete")
            .Move(R3, R6).Add(R3, valueOffset)
            .Move(R4, R9).Add(R4, -1)
            .Call(Helper.MapUpdate)
            .Jump("keep result")
            .Label("delete")
            .Call(Helper.MapDelete)
            .Label("keep result")
            .Store(R6, ResultOffset, R0, Width.Four)
            .Jump("next")
            .Label("lookup")
            .Call(Helper.MapLookup)
            .JumpIfNotEqual(R0, 0, "hit")
            .Store(R6, ResultOffset, -BpfError.NotFound, Width.Four)
            .Jump("next")
            .Label("hit");
        for (int offset = 0; offset < sizeof(TValue); offset += sizeof(ulong))
            code.Load(R1, R0, offset, Width.Eight).Store(R6, valueOffset + offset, R1, Width.Eight);
        return code
            .Store(R6, ResultOffset, 0, Width.Four)
            .Label("next")
            .Add(R6, sizeof(KernelOperation<TKey, TValue>))
            .Add(R8, 1)
            .JumpIfBelow(R8, Batch, "operation")
            .Label("end")
            .Return(XdpProgram.Pass)
            .Build();
    }

    private static int ValueOffset<TKey, TValue>()
        where TKey : unmanaged
        where TValue : unmanaged
    {
        KernelOperation<TKey, TValue> sample = default;
        return (int)Unsafe.ByteOffset(
            ref Unsafe.As<KernelOperationKind, byte>(ref sample.Kind), ref Unsafe.As<TValue, byte>(ref sample.Value));
    }
}
