using Chaos.Linux;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>A program's TCP socket in the kernel, non-blocking. It reads only when the test calls <see cref="Read"/>.</summary>
internal sealed class KernelSocket(int descriptor) : IDisposable
{
    private const int SocketLevel = 1, TcpLevel = 6;
    private const int KeepAlive = 9, Linger = 13;
    private const int KeepAliveIdle = 4, KeepAliveInterval = 5, KeepAliveCount = 6;

    private readonly byte[] stream = new byte[1 << 17];
    private readonly byte[] scratch = new byte[Message.MaximumBytes];
    private int streamBytes;
    private bool isOpen = true;

    /// <summary>Numbers of the messages that the program has read, in order.</summary>
    public List<uint> Received { get; } = [];

    /// <summary>The program has read the end of the stream.</summary>
    public bool PeerClosed { get; private set; }

    /// <summary>The error that ended the connection, as errno; 0 if none did.</summary>
    public int Error { get; private set; }

    /// <summary>Starts to connect. <see cref="TakeError"/> and the state of the socket show the result.</summary>
    public static KernelSocket Connecting(Ipv4EndPoint local, Ipv4EndPoint remote)
    {
        KernelSocket socket = new(Sockets.OpenTcp(local));
        int error = Sockets.Connect(socket.Descriptor, remote);
        if (error != Errno.InProgress) throw new LinuxException("connecting", "connect", error);
        return socket;
    }

    public static KernelSocket Listening(Ipv4EndPoint local)
    {
        const int Backlog = 64;
        KernelSocket socket = new(Sockets.OpenTcp(local));
        Sockets.Listen(socket.Descriptor, Backlog);
        return socket;
    }

    public int Descriptor => isOpen ? descriptor : throw new InvalidOperationException("the program has closed this socket");

    /// <summary>The next connection of a listening socket; null if none waits.</summary>
    public KernelSocket? TryAccept()
    {
        int accepted = Sockets.Accept(Descriptor);
        if (accepted == -Errno.TryAgain) return null;
        return accepted >= 0 ? new KernelSocket(accepted) : throw new LinuxException("accepting", "accept4", -accepted);
    }

    /// <summary>True if the kernel took the whole message, false if it has no room.</summary>
    public bool TrySend(in Message message)
    {
        message.WriteTo(scratch);
        int sent = Datagrams.Send(Descriptor, scratch.AsSpan(0, message.Length));
        if (sent == message.Length) return true;
        if (sent >= 0) throw new InvalidOperationException($"the kernel took {sent} of {message.Length} bytes");
        if (sent != -Errno.TryAgain) Error = -sent;
        return false;
    }

    /// <summary>Reads all that is available: messages, the end of the stream, an error.</summary>
    public void Read()
    {
        while (isOpen && Error == 0 && !PeerClosed)
        {
            int count = Descriptors.Read(descriptor, stream.AsSpan(streamBytes));
            if (count == -Errno.TryAgain) return;
            if (count < 0) Error = -count;
            else if (count == 0) PeerClosed = true;
            else
            {
                streamBytes += count;
                TakeMessages();
            }
        }
    }

    /// <summary>Reads, and returns whether so many messages have arrived since the connection began.</summary>
    public bool Reads(int messages)
    {
        Read();
        return Received.Count == messages;
    }

    /// <summary>Reads, and returns whether the stream has ended.</summary>
    public bool ReadsEnd()
    {
        Read();
        return PeerClosed;
    }

    /// <summary>The error of an attempt to connect, if there is one.</summary>
    public int TakeError() => Error = Error != 0 ? Error : Sockets.TakeError(Descriptor);

    public void SetKeepAlive(int idleSeconds, int intervalSeconds, int probes)
    {
        SystemCalls.SetOption(Descriptor, TcpLevel, KeepAliveIdle, idleSeconds);
        SystemCalls.SetOption(Descriptor, TcpLevel, KeepAliveInterval, intervalSeconds);
        SystemCalls.SetOption(Descriptor, TcpLevel, KeepAliveCount, probes);
        SystemCalls.SetOption(Descriptor, SocketLevel, KeepAlive, 1);
    }

    /// <summary>FIN; the program still reads.</summary>
    public void ShutDownWriting() => SystemCalls.ShutDownWriting(Descriptor);

    /// <summary>Closes the socket with the default options.</summary>
    public void Close()
    {
        if (isOpen) Descriptors.Close(descriptor);
        isOpen = false;
    }

    /// <summary>Closes the socket with SO_LINGER and a time of 0, which sends RST.</summary>
    public void Abort()
    {
        SystemCalls.SetOption(Descriptor, SocketLevel, Linger, 1, 0);
        Close();
    }

    public void Dispose() => Close();

    private void TakeMessages()
    {
        int start = 0;
        while (Message.TryRead(stream.AsSpan(start, streamBytes - start), out Message message))
        {
            message.WriteTo(scratch);
            Assert.True(scratch.AsSpan(0, message.Length).SequenceEqual(stream.AsSpan(start, message.Length)),
                $"the kernel's program read other bytes than were sent in message {message.Sequence}");
            Received.Add(message.Sequence);
            start += message.Length;
        }

        Assert.True(Message.FramedLength(stream.AsSpan(start, streamBytes - start)) >= 0, "the kernel's program read bytes of no message");
        stream.AsSpan(start, streamBytes - start).CopyTo(stream);
        streamBytes -= start;
    }
}
