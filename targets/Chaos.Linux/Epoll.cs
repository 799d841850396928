using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Chaos.Linux;

/// <summary>What epoll can report; the kernel's bits.</summary>
[Flags]
public enum Readiness
{
    None = 0,
    Readable = 0x001,
    Writable = 0x004,
    Error = 0x008,
    HungUp = 0x010,
}

/// <summary>One thing that happened to a registered descriptor; <paramref name="Tag"/> is what was registered with it.</summary>
public readonly record struct EpollEvent(Readiness Readiness, long Tag);

/// <summary>Level-triggered epoll: one loop waits for many descriptors. Not thread-safe.</summary>
public sealed unsafe class Epoll : IDisposable
{
    private const int Add = 1;
    private const int Remove = 2;
    private const int Modify = 3;
    private const int CloseOnExec = 0x80000;

    // struct epoll_event is packed on x86-64 alone.
    private static readonly int tagOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int eventBytes = tagOffset + sizeof(long);

    private readonly int descriptor = LinuxException.Check(LibC.EpollCreate(CloseOnExec), "epoll_create1", "starting the event loop");
    private readonly byte[] events;
    private int pending;

    public Epoll(int capacity = 512) => events = new byte[capacity * eventBytes];

    public void Register(int watched, Readiness interest, long tag) => Control(Add, watched, interest, tag);

    public void Change(int watched, Readiness interest, long tag) => Control(Modify, watched, interest, tag);

    /// <summary>Only needed for descriptors that stay open: closing one removes it.</summary>
    public void Forget(int watched) => Control(Remove, watched, Readiness.None, 0);

    /// <summary>Waits for events: 0 returns at once, -1 waits for ever. Returns how many <see cref="this"/> holds.</summary>
    public int Wait(int timeoutMilliseconds)
    {
        fixed (byte* start = events)
        {
            pending = LibC.EpollWait(descriptor, start, events.Length / eventBytes, timeoutMilliseconds);
        }
        if (pending < 0 && Errno.Last != Errno.Interrupted) throw new LinuxException("waiting for events", "epoll_wait", Errno.Last);
        return pending = Math.Max(pending, 0);
    }

    public EpollEvent this[int index]
    {
        get
        {
            ReadOnlySpan<byte> raw = events.AsSpan(index * eventBytes, eventBytes);
            return new((Readiness)BinaryPrimitives.ReadInt32LittleEndian(raw), BinaryPrimitives.ReadInt64LittleEndian(raw[tagOffset..]));
        }
    }

    public void Dispose() => Descriptors.Close(descriptor);

    private void Control(int operation, int watched, Readiness interest, long tag)
    {
        Span<byte> request = stackalloc byte[eventBytes];
        request.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, (int)interest);
        BinaryPrimitives.WriteInt64LittleEndian(request[tagOffset..], tag);
        fixed (byte* start = request)
        {
            LinuxException.Check(LibC.EpollControl(descriptor, operation, watched, start), "epoll_ctl", "watching a descriptor");
        }
    }
}
