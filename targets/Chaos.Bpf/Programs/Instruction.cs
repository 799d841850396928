using System.Runtime.InteropServices;

namespace Chaos.Bpf.Programs;

/// <summary>struct bpf_insn: one instruction of eight bytes. Source: Documentation/bpf/standardization/instruction-set.rst.</summary>
/// <param name="Opcode">Class, operation and width.</param>
/// <param name="Registers">Destination in the low four bits, source in the high four.</param>
/// <param name="Offset">Of a jump in instructions, of a memory access in bytes.</param>
/// <param name="Immediate">A constant, a helper's number or a map's descriptor.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Instruction(byte Opcode, byte Registers, short Offset, int Immediate);

/// <summary>R0 holds results, R1 to R5 arguments (a call destroys them), R6 to R9 survive calls, R10 is the end of the stack.</summary>
public enum Register : byte
{
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
}

/// <summary>Bytes of a memory access, as its bits in the opcode.</summary>
public enum Width : byte
{
    Four = 0x00,
    Two = 0x08,
    One = 0x10,
    Eight = 0x18,
}

/// <summary>Source: include/uapi/linux/bpf.h, ___BPF_FUNC_MAPPER.</summary>
public enum Helper
{
    MapLookup = 1,
    MapUpdate = 2,
    MapDelete = 3,
}
