using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Chaos.Linux;

/// <summary>
/// One AF_PACKET socket for all Ethernet interfaces of this network namespace: frames in batches, each behind the offload header
/// (struct virtio_net_hdr, 10 bytes) that says what the kernel left undone. Needs the capability NET_RAW and nothing else.
/// </summary>
/// <remarks>Not thread-safe. Allocates nothing after construction. Source: packet(7), recvmmsg(2), Linux net/packet/af_packet.c.</remarks>
public sealed unsafe class PacketSocket : IDisposable
{
    /// <summary>Frames that one call takes or gives.</summary>
    public const int BatchFrames = 64;

    /// <summary>Of a frame that is sent as a copy; no answer of a host is longer.</summary>
    public const int MaximumCopyBytes = 2048;

    private const int PacketFamily = 17;
    private const int RawCloseOnExec = 0x80003;
    private const int AllProtocolsInNetworkOrder = 0x0300;
    private const int PacketLevel = 263;
    private const int Statistics = 6;
    private const int OffloadHeaders = 15;
    private const int IgnoreOutgoing = 23;
    private const int SocketLevel = 1;
    private const int ReceiveBuffer = 8;
    private const int DontWait = 0x40;
    private const int WaitForOne = 0x10000;
    private const int Truncated = 0x20;
    private const short Readable = 1;

    /// <summary>The kernel cuts this to its own limit (net.core.rmem_max).</summary>
    private const int WantedReceiveBytes = 16 << 20;

    /// <summary>struct sockaddr_ll, and in it the interface.</summary>
    private const int AddressBytes = 20;
    private const int AddressStride = 32;
    private const int InterfaceOffset = 4;

    /// <summary>
    /// The largest packet behind both headers; 64 odd lines more, or all buffers would begin in the same lines of the cache.
    /// </summary>
    private const int BufferBytes = 65536 + 64 + 64 * 5;

    private const int QueueFrames = 2 * BatchFrames;

    private readonly int socket;
    private readonly byte* buffers = Allocate<byte>(BatchFrames * (nuint)BufferBytes);
    private readonly byte* copies = Allocate<byte>(BatchFrames * (nuint)MaximumCopyBytes);
    private readonly byte* addresses = Allocate<byte>((BatchFrames + QueueFrames) * AddressStride);
    private readonly LibC.BufferVector* vectors = Allocate<LibC.BufferVector>(BatchFrames + QueueFrames);
    private readonly LibC.MultipleMessage* incoming = Allocate<LibC.MultipleMessage>(BatchFrames);
    private readonly LibC.MultipleMessage* outgoing = Allocate<LibC.MultipleMessage>(QueueFrames);
    private int queued;
    private int copied;

    /// <exception cref="LinuxException">The container lacks NET_RAW.</exception>
    public PacketSocket()
    {
        socket = LinuxException.Check(LibC.Socket(PacketFamily, RawCloseOnExec, 0), "socket(AF_PACKET)",
            "opening a packet socket (the container needs the capability NET_RAW)");
        Set(PacketLevel, OffloadHeaders, 1);
        Set(PacketLevel, IgnoreOutgoing, 1);
        Set(SocketLevel, ReceiveBuffer, WantedReceiveBytes);
        for (int index = 0; index < BatchFrames; index++)
            Prepare(incoming + index, vectors + index, addresses + index * AddressStride, buffers + index * (nint)BufferBytes, BufferBytes);
        for (int index = 0; index < QueueFrames; index++)
            Prepare(outgoing + index, vectors + BatchFrames + index, addresses + (BatchFrames + index) * AddressStride, null, 0);
        Bind();
    }

    /// <summary>Frames that the kernel did not take.</summary>
    public long SendFailures { get; private set; }

    /// <summary>Frames that the kernel dropped before we read them, because too many were waiting.</summary>
    public long Overflows { get; private set; }

    /// <summary>Waits for frames, at most so long (negative: for ever), and returns how many came. They hold until the next call.</summary>
    public int Receive(long atMostNanoseconds = -1)
    {
        if (atMostNanoseconds >= 0 && !Wait(atMostNanoseconds)) return 0;
        int count = LibC.ReceiveMessages(socket, incoming, BatchFrames, atMostNanoseconds < 0 ? WaitForOne : DontWait, null);
        for (int index = 0; index < count; index++) incoming[index].Header.NameLength = AddressBytes;
        // Interrupted, or an interface went down: neither is an end.
        return Math.Max(count, 0);
    }

    /// <summary>The offload header and the frame; empty if it was longer than any packet can be.</summary>
    public Span<byte> Frame(int place) =>
        (incoming[place].Header.Flags & Truncated) != 0 ? default : new(vectors[place].Start, (int)incoming[place].Length);

    /// <summary>The index of the interface that it came in by.</summary>
    public int InterfaceOf(int place) => *(int*)(incoming[place].Header.Name + InterfaceOffset);

    /// <summary>Puts a received frame in line to be sent, as it stands in its place then.</summary>
    public void Queue(int place, int interfaceIndex) => Queue(vectors[place].Start, incoming[place].Length, interfaceIndex);

    /// <summary>Puts a copy of an offload header and a frame in line.</summary>
    public void QueueCopy(ReadOnlySpan<byte> offloadAndFrame, int interfaceIndex)
    {
        if (copied == BatchFrames) Flush();
        byte* copy = copies + copied++ * MaximumCopyBytes;
        offloadAndFrame.CopyTo(new Span<byte>(copy, MaximumCopyBytes));
        Queue(copy, (uint)offloadAndFrame.Length, interfaceIndex);
    }

    /// <summary>Sends what is in line, in its order.</summary>
    public void Flush()
    {
        int done = 0;
        while (done < queued)
        {
            int sent = LibC.SendMessages(socket, outgoing + done, (uint)(queued - done), 0);
            // Minus one: the first of them was refused.
            if (sent <= 0) SendFailures++;
            done += Math.Max(sent, 1);
        }
        queued = copied = 0;
    }

    /// <summary>Asks the kernel for <see cref="Overflows"/> since the last time.</summary>
    public void CountOverflows()
    {
        uint* packetsThenDrops = stackalloc uint[2];
        int length = 2 * sizeof(uint);
        LinuxException.Check(LibC.GetOption(socket, PacketLevel, Statistics, (int*)packetsThenDrops, &length),
            "getsockopt(PACKET_STATISTICS)", "reading a socket's counters");
        Overflows += packetsThenDrops[1];
    }

    public void Dispose()
    {
        Descriptors.Close(socket);
        NativeMemory.Free(buffers);
        NativeMemory.Free(copies);
        NativeMemory.Free(addresses);
        NativeMemory.Free(vectors);
        NativeMemory.Free(incoming);
        NativeMemory.Free(outgoing);
    }

    private void Queue(byte* start, uint length, int interfaceIndex)
    {
        if (queued == QueueFrames) Flush();
        LibC.MessageHeader* header = &outgoing[queued++].Header;
        header->Buffers->Start = start;
        header->Buffers->Length = length;
        *(int*)(header->Name + InterfaceOffset) = interfaceIndex;
    }

    private bool Wait(long atMostNanoseconds)
    {
        const long NanosecondsPerSecond = 1_000_000_000;
        LibC.PollRequest request = new() { Descriptor = socket, Wanted = Readable };
        long* limit = stackalloc long[2] { atMostNanoseconds / NanosecondsPerSecond, atMostNanoseconds % NanosecondsPerSecond };
        return LibC.Poll(&request, 1, limit, null) > 0;
    }

    /// <summary>To every interface, and to all protocols; from here on frames wait.</summary>
    private void Bind()
    {
        byte* address = stackalloc byte[AddressBytes];
        WriteAddress(new Span<byte>(address, AddressBytes));
        LinuxException.Check(LibC.Bind(socket, address, AddressBytes), "bind(AF_PACKET)", "listening on all interfaces");
    }

    private static void Prepare(LibC.MultipleMessage* message, LibC.BufferVector* vector, byte* address, byte* buffer, int length)
    {
        WriteAddress(new Span<byte>(address, AddressBytes));
        *vector = new LibC.BufferVector { Start = buffer, Length = (nuint)length };
        message->Header = new LibC.MessageHeader { Name = address, NameLength = AddressBytes, Buffers = vector, BufferCount = 1 };
    }

    private static void WriteAddress(Span<byte> address)
    {
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, PacketFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(address[2..], AllProtocolsInNetworkOrder);
    }

    private void Set(int level, int option, int value) =>
        LinuxException.Check(
            LibC.SetOption(socket, level, option, &value, sizeof(int)), $"setsockopt({level},{option})", "preparing a packet socket");

    private static T* Allocate<T>(nuint count) where T : unmanaged => (T*)NativeMemory.AllocZeroed(count, (nuint)sizeof(T));
}
