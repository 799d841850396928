using Chaos.Linux;
using Chaos.Traffic;

namespace Chaos.Endpoint;

/// <summary>What a turn at a socket came to.</summary>
internal enum SocketOutcome
{
    /// <summary>All done for now.</summary>
    Fine,

    /// <summary>The kernel took only a part: go on when writable.</summary>
    Blocked,

    /// <summary>Orderly end of the stream.</summary>
    Closed,

    /// <summary>RST, or ICMP port unreachable.</summary>
    Reset,

    /// <summary>TCP gave up waiting for the peer.</summary>
    TimedOut,

    /// <summary>Anything else that the kernel refused: no verdict about the flow.</summary>
    Failed,
}

/// <summary>Messages over one TCP connection: cut out of the stream on one side, kept until the kernel takes them on the other.</summary>
internal sealed class MessageStream(int descriptor)
{
    private byte[] unsent = [];
    private byte[] partial = [];

    public SocketOutcome Send(ReadOnlySpan<byte> bytes)
    {
        if (unsent.Length == 0) return TrySend(bytes);
        unsent = [.. unsent, .. bytes];
        return SocketOutcome.Blocked;
    }

    /// <summary>Sends what was kept.</summary>
    public SocketOutcome Flush() => unsent.Length == 0 ? SocketOutcome.Fine : TrySend(unsent);

    /// <summary>
    /// Reads what waits behind what was left over, into <paramref name="scratch"/>; <paramref name="available"/> is where
    /// messages can be cut from (<see cref="TryCut"/>), also when the stream has ended.
    /// </summary>
    public SocketOutcome Receive(Span<byte> scratch, out ReadOnlySpan<byte> available)
    {
        int length = partial.Length;
        partial.CopyTo(scratch);
        partial = [];
        int received = Descriptors.Read(descriptor, scratch[length..]);
        available = scratch[..(length + Math.Max(received, 0))];
        return received switch
        {
            > 0 or -Errno.TryAgain => SocketOutcome.Fine,
            0 => SocketOutcome.Closed,
            _ => OutcomeOf(received),
        };
    }

    /// <summary>The next whole message. Bytes that are none of ours end the stream's use: they are thrown away.</summary>
    public static bool TryCut(ref ReadOnlySpan<byte> available, out Message message)
    {
        if (Message.TryRead(available, out message))
        {
            available = available[message.Length..];
            return true;
        }
        int length = Message.FramedLength(available);
        if (length < 0 || (length > 0 && available.Length >= length)) available = default;
        return false;
    }

    /// <summary>What no message could be cut from yet.</summary>
    public void Keep(ReadOnlySpan<byte> rest) => partial = rest.ToArray();

    public static SocketOutcome OutcomeOf(int negatedError) => -negatedError switch
    {
        Errno.ConnectionReset or Errno.ConnectionRefused or Errno.BrokenPipe => SocketOutcome.Reset,
        Errno.TimedOut => SocketOutcome.TimedOut,
        _ => SocketOutcome.Failed,
    };

    private SocketOutcome TrySend(ReadOnlySpan<byte> bytes)
    {
        int sent = Datagrams.Send(descriptor, bytes);
        if (sent < 0 && sent != -Errno.TryAgain) return OutcomeOf(sent);
        unsent = bytes[Math.Max(sent, 0)..].ToArray();
        return unsent.Length == 0 ? SocketOutcome.Fine : SocketOutcome.Blocked;
    }
}
