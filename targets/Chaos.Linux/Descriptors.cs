namespace Chaos.Linux;

/// <summary>What can be done with any file descriptor. All results follow the kernel: a count, or minus the error number.</summary>
public static unsafe class Descriptors
{
    public const int StandardInput = 0;
    public const int StandardOutput = 1;

    private const int OpenFilesLimit = 7;

    /// <summary>Bytes read; 0 at the end; minus the error number when the call failed.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count = LibC.Read(descriptor, start, (nuint)buffer.Length);
            return count >= 0 ? (int)count : -Errno.Last;
        }
    }

    /// <summary>Bytes written, possibly fewer than given; minus the error number when the call failed.</summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint count = LibC.Write(descriptor, start, (nuint)bytes.Length);
            return count >= 0 ? (int)count : -Errno.Last;
        }
    }

    public static void Close(int descriptor) => _ = LibC.Close(descriptor);

    /// <summary>Raises the soft limit of open files to the hard one, and returns it: each flow is one descriptor.</summary>
    public static long RaiseLimit()
    {
        ulong* softThenHard = stackalloc ulong[2];
        LinuxException.Check(LibC.GetLimit(OpenFilesLimit, softThenHard), "getrlimit", "reading the limit of open files");
        softThenHard[0] = softThenHard[1];
        LinuxException.Check(LibC.SetLimit(OpenFilesLimit, softThenHard), "setrlimit", "raising the limit of open files");
        return (long)Math.Min(softThenHard[1], long.MaxValue);
    }
}
