using System.Runtime.InteropServices;

namespace Chaos.Bpf.Calls;

/// <summary>The bpf() system call.</summary>
internal static unsafe class BpfCall
{
    /// <summary>A result of zero or more, or -1 with the error number kept for <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    internal static int Invoke<TAttributes>(BpfCommand command, ref TAttributes attributes)
        where TAttributes : unmanaged
    {
        fixed (TAttributes* pointer = &attributes)
            return (int)LibC.SystemCall(Number, (nint)command, pointer, sizeof(TAttributes));
    }

    /// <summary>Opens a map or a program.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    internal static BpfDescriptor Open<TAttributes>(BpfCommand command, ref TAttributes attributes, string purpose)
        where TAttributes : unmanaged
    {
        if (!OperatingSystem.IsLinux()) throw new BpfException(purpose, BpfError.NotImplemented, "; bpf() is a call of Linux");
        int descriptor = Invoke(command, ref attributes);
        return descriptor >= 0 ? new BpfDescriptor(descriptor) : throw BpfException.OfLastCall(purpose);
    }

    private static nint Number => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.Arm64 => 280,
        Architecture other => throw new PlatformNotSupportedException($"the number of the bpf() system call on {other} is not known here"),
    };
}
