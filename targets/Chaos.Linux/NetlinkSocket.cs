using System.Buffers.Binary;

namespace Chaos.Linux;

/// <summary>
/// A netlink socket of this network namespace, and the exchange of messages on it. The kernel answers while it takes a message, so the
/// socket does not wait: an answer that is not there is an error.
/// </summary>
internal sealed class NetlinkSocket : IDisposable
{
    internal const int Route = 0;
    internal const int Netfilter = 12;

    private const int Family = 16;
    private const int RawNonBlockingCloseOnExec = 0x80803;
    private const int HeaderBytes = 16;
    private const ushort ErrorType = 2;
    private const ushort DoneType = 3;

    /// <summary>The kernel fills up to 32 KiB at a time.</summary>
    private const int AnswerBytes = 1 << 16;

    private readonly string name;
    private readonly int socket;
    private readonly byte[] answer = new byte[AnswerBytes];
    private int sequence;

    /// <param name="protocol"><see cref="Route"/> or <see cref="Netfilter"/>.</param>
    /// <param name="name">The protocol's name in errors.</param>
    internal NetlinkSocket(int protocol, string name)
    {
        this.name = name;
        socket = LinuxException.Check(LibC.Socket(Family, RawNonBlockingCloseOnExec, protocol), "socket", $"opening {name}");
    }

    /// <summary>A number that no message on this socket has had.</summary>
    internal int NextSequence() => ++sequence;

    /// <summary>Sends a message that the kernel acknowledges; a failure is an exception.</summary>
    /// <param name="request">Has <see cref="NetlinkFlags.Acknowledge"/> or <see cref="NetlinkFlags.Dump"/>.</param>
    /// <param name="purpose">What the message is for, in errors: "adding 10.0.0.1 to eth0".</param>
    /// <param name="take">Called with each object of the answer, without struct nlmsghdr.</param>
    internal void Carry(NetlinkRequest request, string purpose, Action<ReadOnlySpan<byte>>? take = null)
    {
        int error = TryCarry(request, purpose, take);
        if (error != Errno.None) throw new LinuxException(purpose, name, error);
    }

    /// <summary>The same; returns the kernel's error number, which is <see cref="Errno.None"/> for done.</summary>
    internal int TryCarry(NetlinkRequest request, string purpose, Action<ReadOnlySpan<byte>>? take = null) =>
        Exchange(request.Bytes, request.Sequence, request.Sequence, purpose, take).Error;

    /// <summary>
    /// Sends messages in one datagram and reads the answers, until the last message is acknowledged or one failed. Answers to messages
    /// before <paramref name="first"/> are left from an exchange that failed, and are skipped.
    /// </summary>
    internal (int Error, int Sequence) Exchange(
        ReadOnlySpan<byte> messages, int first, int last, string purpose, Action<ReadOnlySpan<byte>>? take = null)
    {
        int sent = Datagrams.Send(socket, messages);
        if (sent < 0) throw new LinuxException(purpose, $"send to {name}", -sent);
        while (true)
        {
            int received = Descriptors.Read(socket, answer);
            if (received < 0) throw new LinuxException(purpose, $"answer of {name}", -received);
            ReadOnlySpan<byte> rest = answer.AsSpan(0, received);
            while (TakeMessage(ref rest, out ushort type, out int about, out ReadOnlySpan<byte> body))
            {
                if (about < first) continue;
                if (type is not (ErrorType or DoneType))
                {
                    take?.Invoke(body);
                    continue;
                }

                // Both begin with minus an error number; an error of 0 acknowledges.
                int error = body.Length >= sizeof(int) ? -BinaryPrimitives.ReadInt32LittleEndian(body) : Errno.None;
                if (error != Errno.None || about == last) return (error, about);
            }
        }
    }

    public void Dispose() => Descriptors.Close(socket);

    private static bool TakeMessage(ref ReadOnlySpan<byte> rest, out ushort type, out int about, out ReadOnlySpan<byte> body)
    {
        type = 0;
        about = 0;
        body = default;
        if (rest.Length < HeaderBytes) return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < HeaderBytes || length > rest.Length) return false;
        type = BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
        about = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
        body = rest[HeaderBytes..length];
        rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        return true;
    }
}
