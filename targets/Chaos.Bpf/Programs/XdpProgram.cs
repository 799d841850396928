using System.Runtime.InteropServices;
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

    private const int FrameLength = 64;

    private readonly BpfDescriptor descriptor;

    /// <exception cref="BpfException">The kernel refused; the verifier's last words are in the message.</exception>
    public XdpProgram(Instruction[] instructions) =>
        descriptor = ProgramLoader.Load(BpfProgramType.Xdp, MemoryMarshal.AsBytes<Instruction>(instructions));

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
}

/// <summary>
/// What running a program came to: the value that its last run returned, and the mean nanoseconds of one run as the kernel measured them.
/// </summary>
public readonly record struct ProgramRun(int ReturnValue, int MeanNanoseconds);
