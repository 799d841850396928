using System.Text;
using Chaos.Bpf.Calls;

namespace Chaos.Bpf.Programs;

/// <summary>Source: include/uapi/linux/bpf.h, enum bpf_prog_type.</summary>
internal enum BpfProgramType : uint
{
    TrafficControl = 3,
    Xdp = 6,
}

/// <summary>Gives programs to the kernel.</summary>
internal static unsafe class ProgramLoader
{
    private const int InstructionLength = 8, LogLength = 1 << 20, QuotedCharacters = 1000;

    /// <param name="type">Where the program may run.</param>
    /// <param name="code">Whole instructions.</param>
    /// <exception cref="BpfException">The kernel refused; the last of the verifier's log is in the message.</exception>
    internal static BpfDescriptor Load(BpfProgramType type, ReadOnlySpan<byte> code)
    {
        fixed (byte* first = code, license = "Apache-2.0\0"u8)
        {
            ProgramLoadAttributes attributes = new()
            {
                Type = (uint)type, InstructionCount = (uint)(code.Length / InstructionLength), Instructions = first, License = license,
            };
            int loaded = BpfCall.Invoke(BpfCommand.ProgramLoad, ref attributes);
            return loaded >= 0 ? new BpfDescriptor(loaded) : LoadWithLog(attributes);
        }
    }

    /// <summary>Only a refused program is loaded again with a log: writing one costs more than the verification.</summary>
    private static BpfDescriptor LoadWithLog(ProgramLoadAttributes attributes)
    {
        byte[] log = new byte[LogLength];
        fixed (byte* start = log)
        {
            attributes.LogLevel = 1;
            attributes.LogSize = LogLength;
            attributes.Log = start;
            int loaded = BpfCall.Invoke(BpfCommand.ProgramLoad, ref attributes);
            return loaded >= 0 ? new BpfDescriptor(loaded) : throw BpfException.OfLastCall("loading a program", EndOf(log));
        }
    }

    private static string EndOf(byte[] log)
    {
        string text = Encoding.ASCII.GetString(log).TrimEnd('\0', '\n');
        return text.Length == 0 ? "" : $"; the verifier: {text[Math.Max(0, text.Length - QuotedCharacters)..]}";
    }
}
