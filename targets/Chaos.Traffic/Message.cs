using System.Buffers.Binary;

namespace Chaos.Traffic;

public enum MessageKind : byte
{
    /// <summary>Client: opens a watched flow.</summary>
    Hello = 1,

    /// <summary>Server: the flow is open.</summary>
    Welcome,

    /// <summary>Either side's rhythm.</summary>
    Data,

    /// <summary>To a message that asked for it; carries its sequence.</summary>
    Answer,

    /// <summary>Client: one exchange of a short flow.</summary>
    Request,

    /// <summary>Server: the answer to it.</summary>
    Response,
}

/// <summary>What goes over a flow: a header of 16 bytes and filler. Big-endian; TCP streams are framed by the length.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="WantsAnswer">The receiver answers it.</param>
/// <param name="Flow">Number of the watched flow; 0 in pressure.</param>
/// <param name="Sequence">From 0, for each side of a flow.</param>
/// <param name="Length">Whole message in bytes, 16 to 1400.</param>
public readonly record struct Message(MessageKind Kind, bool WantsAnswer, int Flow, uint Sequence, int Length)
{
    public const int HeaderBytes = 16, MaximumBytes = 1400;

    private const ushort Magic = 0xC4A0;

    /// <summary>Which life of the flow it belongs to: 0 is the first, each reopening begins another. 16 bits on the wire.</summary>
    public ushort Life { get; init; }

    /// <summary>Fills the first <see cref="Length"/> bytes.</summary>
    /// <returns>The unfolded sum of their big-endian 16-bit words, which a checksum needs (RFC 1071): whoever writes them need not read them again for it.</returns>
    public ulong WriteTo(Span<byte> bytes)
    {
        bytes = bytes[..Length];
        ulong first = (ulong)Magic << 48 | (ulong)Kind << 40 | (WantsAnswer ? 1ul << 32 : 0) | (uint)Flow;
        ulong second = (ulong)Sequence << 32 | (ulong)(uint)Length << 16 | Life;
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], second);
        Span<byte> filler = bytes[HeaderBytes..];
        uint fill = Sequence & 0xFF, fillers = (uint)filler.Length;
        filler.Fill((byte)fill);
        return unchecked(Halves(first) + Halves(second) + (fillers >> 1) * (fill * 0x101) + (fillers & 1) * (fill << 8));
    }

    /// <summary>Reads a header; false if the bytes are no message of ours, or not the whole of one yet (see <see cref="FramedLength"/>).</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Message message)
    {
        message = default;
        if (bytes.Length < HeaderBytes) return false;
        (ulong first, ulong second) = (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        unchecked
        {
            (int length, int flow) = ((ushort)(second >> 16), (int)first);
            if (!IsFrame((ushort)(first >> 48), length) || bytes.Length < length) return false;
            (MessageKind kind, byte wantsAnswer) = ((MessageKind)(first >> 40), (byte)(first >> 32));
            if (kind is < MessageKind.Hello or > MessageKind.Response || wantsAnswer > 1 || flow < 0) return false;
            message = new Message(kind, wantsAnswer == 1, flow, (uint)(second >> 32), length) { Life = (ushort)second };
        }

        return true;
    }

    /// <summary>The flow that these bytes belong to, if they are a message of a flow's rhythm: a guess, for those who only prepare.</summary>
    public static bool TryPeekFlow(ReadOnlySpan<byte> bytes, out int flow)
    {
        bool isData = bytes.Length >= HeaderBytes && bytes[2] == (byte)MessageKind.Data;
        flow = isData ? BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) : -1;
        return isData;
    }

    /// <summary>Length of the message that begins here: 0 if the header is not complete yet, -1 if these bytes are none of ours.</summary>
    public static int FramedLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes) return 0;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        return IsFrame(BinaryPrimitives.ReadUInt16BigEndian(bytes), length) ? length : -1;
    }

    private static bool IsFrame(ushort magic, int length) => magic == Magic && length is >= HeaderBytes and <= MaximumBytes;

    private static ulong Halves(ulong words) => (words >> 32) + (words & uint.MaxValue);
}
