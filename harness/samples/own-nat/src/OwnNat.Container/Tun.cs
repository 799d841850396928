using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace OwnNat.Container;

/// <summary>A tun device: whole IPv4 packets in and out.</summary>
internal sealed class Tun
{
    private const int ReadWrite = 2, InterfaceNameBytes = 16, RequestBytes = 40;
    private const short TunWithoutHeader = 0x1001;
    private const ulong SetInterface = 0x400454CA;

    private readonly int file;

    public Tun(string name)
    {
        file = Checked(Open("/dev/net/tun", ReadWrite));
        byte[] request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(InterfaceNameBytes), TunWithoutHeader);
        Checked(Control(file, SetInterface, request));
    }

    /// <summary>Waits for a packet.</summary>
    public Span<byte> Receive(byte[] buffer) => buffer.AsSpan(0, (int)Checked(Read(file, buffer, buffer.Length)));

    public void Send(Span<byte> packet) => Checked(Write(file, ref MemoryMarshal.GetReference(packet), packet.Length));

    private static T Checked<T>(T result)
        where T : System.Numerics.INumber<T> => result < T.Zero ? throw new Win32Exception() : result;

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(int file, ulong request, byte[] argument);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(int file, byte[] buffer, nint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(int file, ref byte buffer, nint count);
}
