using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Chaos.Linux;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>System calls that only these tests need. Each throws with its purpose where it fails.</summary>
internal static unsafe partial class SystemCalls
{
    private const string Library = "libc";
    private const int NewNetworkNamespace = 0x40000000;
    private const int ReadWriteNonBlockingCloseOnExec = 0x80802;

    /// <summary>Moves the calling thread into a new network namespace.</summary>
    public static void UnshareNetwork() => Check(Unshare(NewNetworkNamespace), "unshare", "making a network namespace");

    public static int OpenDevice(string path) => Check(Open(path, ReadWriteNonBlockingCloseOnExec), "open", $"opening {path}");

    /// <summary>An ioctl whose argument is struct ifreq: an interface name and up to 16 bytes of value.</summary>
    public static void SetInterface(int descriptor, nuint request, string name, ReadOnlySpan<byte> value, string purpose)
    {
        const int RequestBytes = 40, NameBytes = 16;
        byte* argument = stackalloc byte[RequestBytes];
        Span<byte> bytes = new(argument, RequestBytes);
        bytes.Clear();
        Encoding.ASCII.GetBytes(name, bytes[..NameBytes]);
        value.CopyTo(bytes[NameBytes..]);
        Check(Ioctl(descriptor, request, argument), $"ioctl(0x{request:x})", purpose);
    }

    public static void SetOption(int socket, int level, int option, params ReadOnlySpan<int> values)
    {
        fixed (int* start = values)
        {
            Check(SetSocketOption(socket, level, option, start, values.Length * sizeof(int)), $"setsockopt({level},{option})",
                "setting a socket option");
        }
    }

    public static void ShutDownWriting(int socket)
    {
        const int Write = 1;
        Check(ShutDown(socket, Write), "shutdown", "ending one direction of a connection");
    }

    /// <summary>The value of an ifreq that holds an IPv4 address (struct sockaddr_in).</summary>
    public static byte[] SocketAddress(uint address)
    {
        const byte InternetFamily = 2;
        byte[] bytes = new byte[16];
        bytes[0] = InternetFamily;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), address);
        return bytes;
    }

    private static int Check(int result, string call, string purpose) =>
        result >= 0 ? result : throw new LinuxException(purpose, call, Marshal.GetLastPInvokeError());

    [LibraryImport(Library, EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int descriptor, nuint request, byte* argument);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOption(int socket, int level, int option, int* values, int bytes);

    [LibraryImport(Library, EntryPoint = "shutdown", SetLastError = true)]
    private static partial int ShutDown(int socket, int direction);
}
