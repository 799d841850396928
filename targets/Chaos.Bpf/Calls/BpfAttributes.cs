using System.Runtime.InteropServices;

namespace Chaos.Bpf.Calls;

/// <summary>Commands of bpf(). Source: include/uapi/linux/bpf.h, enum bpf_cmd.</summary>
internal enum BpfCommand
{
    MapCreate = 0,
    MapLookup = 1,
    MapUpdate = 2,
    MapDelete = 3,
    ProgramLoad = 5,
    ProgramTestRun = 10,
    MapLookupBatch = 24,
    LinkCreate = 28,
    LinkUpdate = 29,
}

/// <summary>The beginning of union bpf_attr for MapCreate; the kernel takes what is left out as zero.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapCreateAttributes
{
    internal uint Type, KeySize, ValueSize, MaxEntries, Flags;
}

/// <summary>union bpf_attr for one element.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MapElementAttributes
{
    internal uint Map, Padding;
    internal void* Key;
    internal void* Value;
    internal ulong Flags;
}

/// <summary>union bpf_attr for a batch of elements.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MapBatchAttributes
{
    internal void* Resume;
    internal void* NextResume;
    internal void* Keys;
    internal void* Values;
    internal uint Count, Map;
    internal ulong ElementFlags, Flags;
}

/// <summary>union bpf_attr for ProgramLoad.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProgramLoadAttributes
{
    internal uint Type, InstructionCount;
    internal void* Instructions;
    internal void* License;
    internal uint LogLevel, LogSize;
    internal void* Log;
}

/// <summary>union bpf_attr for ProgramTestRun. Duration: mean nanoseconds of one run, written by the kernel.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TestRunAttributes
{
    internal uint Program, ReturnValue, DataSize, DataOutSize;
    internal void* Data;
    internal void* DataOut;
    internal uint Repeat, Duration, ContextSize, ContextOutSize;
    internal void* Context;
    internal void* ContextOut;
    internal uint Flags, Cpu, BatchSize, Padding;
}

/// <summary>union bpf_attr for LinkCreate at a tcx hook.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkCreateAttributes
{
    internal uint Program, Interface, AttachType, Flags, RelativeTo, Padding;
    internal ulong ExpectedRevision;
}

/// <summary>union bpf_attr for LinkUpdate.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkUpdateAttributes
{
    internal uint Link, NewProgram, Flags, OldProgram;
}
