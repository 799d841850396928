using Chaos.Bpf.Calls;

namespace Chaos.Bpf.Programs;

/// <summary>A program that handles each packet that comes in by an interface; once attached, until it is disposed.</summary>
/// <remarks>At the tcx hook (Linux 6.6 and later): the link ends with its descriptor, so a process that dies leaves nothing.</remarks>
internal sealed class TcProgram : IDisposable
{
    /// <summary>BPF_TCX_INGRESS.</summary>
    private const uint IncomingPackets = 46;

    private BpfDescriptor program;
    private BpfDescriptor? link;

    /// <param name="code">Of the program.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public TcProgram(ReadOnlySpan<byte> code) => program = ProgramLoader.Load(BpfProgramType.TrafficControl, code);

    /// <summary>From now on it handles the packets that come in by an interface of this network namespace.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Attach(int interfaceIndex)
    {
        LinkCreateAttributes attributes = new()
        {
            Program = (uint)program.Number, Interface = (uint)interfaceIndex, AttachType = IncomingPackets,
        };
        link = BpfCall.Open(
            BpfCommand.LinkCreate, ref attributes, $"attaching a program to interface {interfaceIndex} (tcx, Linux 6.6 or later)");
    }

    /// <summary>Runs the program on this thread's CPU, without an interface; the frame is rewritten in place.</summary>
    /// <returns>What it returned: the fate of the packet.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public unsafe int Run(Span<byte> frame)
    {
        fixed (byte* start = frame)
        {
            TestRunAttributes attributes = new()
            {
                Program = (uint)program.Number, Data = start, DataSize = (uint)frame.Length, DataOut = start,
                DataOutSize = (uint)frame.Length, Repeat = 1,
            };
            if (BpfCall.Invoke(BpfCommand.ProgramTestRun, ref attributes) < 0) throw BpfException.OfLastCall("running a program");
            return (int)attributes.ReturnValue;
        }
    }

    /// <summary>Another program takes this one's place between two packets.</summary>
    /// <exception cref="BpfException">The kernel refused; the former program goes on.</exception>
    public void Replace(ReadOnlySpan<byte> code)
    {
        BpfDescriptor next = ProgramLoader.Load(BpfProgramType.TrafficControl, code);
        LinkUpdateAttributes attributes = new() { Link = (uint)(link?.Number ?? 0), NewProgram = (uint)next.Number };
        if (link is not null && BpfCall.Invoke(BpfCommand.LinkUpdate, ref attributes) < 0)
        {
            BpfException refused = BpfException.OfLastCall("replacing a program");
            next.Dispose();
            throw refused;
        }

        program.Dispose();
        program = next;
    }

    public void Dispose()
    {
        link?.Dispose();
        program.Dispose();
    }
}
