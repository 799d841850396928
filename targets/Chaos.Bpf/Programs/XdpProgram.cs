using System.Text;
using Chaos.Bpf.Calls;

namespace Chaos.Bpf.Programs;

/// <summary>
/// A program in the kernel that is only ever run by BPF_PROG_TEST_RUN, on the CPU of the calling thread; it is attached to nothing.
/// </summary>
public sealed unsafe class XdpProgram : IDisposable
{
    /// <summary>XDP_PASS.</summary>
    public const int Pass = 2;

    /// <summary>XDP_DROP.</summary>
    public const int Drop = 1;

    private const uint XdpType = 6;
    private const int LogLength = 1 << 16, FrameLength = 64;

    private readonly BpfDescriptor descriptor;

    /// <exception cref="BpfException">The kernel refused; the verifier's last words are in the message.</exception>
    public XdpProgram(Instruction[] instructions)
    {
        byte[] log = new byte[LogLength];
        fixed (Instruction* first = instructions)
        fixed (byte* license = "Apache-2.0\0"u8, logStart = log)
        {
            ProgramLoadAttributes attributes = new()
            {
                Type = XdpType, InstructionCount = (uint)instructions.Length, Instructions = first, License = license,
            };
            int loaded = BpfCall.Invoke(BpfCommand.ProgramLoad, ref attributes);
            if (loaded < 0)
            {
                // Only a refused program is loaded again with a log: writing one costs more than the verification.
                attributes.LogLevel = 1;
                attributes.LogSize = LogLength;
                attributes.Log = logStart;
                loaded = BpfCall.Invoke(BpfCommand.ProgramLoad, ref attributes);
            }

            descriptor = loaded >= 0 ? new BpfDescriptor(loaded) : throw BpfException.OfLastCall("loading a program", LastWords(log));
        }
    }

    /// <summary>Runs the program on this thread's CPU.</summary>
    /// <exception cref="BpfException">The kernel refused, or a signal cut a repeated run short.</exception>
    public ProgramRun Run(int repeat = 1)
    {
        byte* frame = stackalloc byte[FrameLength];
        TestRunAttributes attributes = new()
        {
            Program = (uint)descriptor.Number, Data = frame, DataSize = FrameLength, Repeat = (uint)repeat,
        };
        if (BpfCall.Invoke(BpfCommand.ProgramTestRun, ref attributes) < 0) throw BpfException.OfLastCall("running a program");
        return new ProgramRun((int)attributes.ReturnValue, (int)attributes.Duration);
    }

    public void Dispose() => descriptor.Dispose();

    private static string LastWords(byte[] log)
    {
        string text = Encoding.ASCII.GetString(log).TrimEnd('\0', '\n');
        return text.Length == 0 ? "" : $"; the verifier: {text[Math.Max(0, text.Length - 1000)..]}";
    }
}

/// <summary>
/// What running a program came to: the value that its last run returned, and the mean nanoseconds of one run as the kernel measured them.
/// </summary>
public readonly record struct ProgramRun(int ReturnValue, int MeanNanoseconds);
