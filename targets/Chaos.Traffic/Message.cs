using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Traffic;

/// <summary>A message of a flow: a header of 16 bytes and filler. Big-endian; TCP streams are framed by the length.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="WantsAnswer">Whether the receiver answers it.</param>
/// <param name="Flow">Number of the watched flow; 0 in pressure.</param>
/// <param name="Sequence">From 0, for each side of a flow.</param>
/// <param name="Length">Length of the whole message in bytes, 16 to 1400.</param>
public readonly record struct Message(MessageKind Kind, bool WantsAnswer, int Flow, uint Sequence, int Length)
{
    public const int HeaderBytes = 16, MaximumBytes = 1400;

    private const ushort Magic = 0xC4A0;

    /// <summary>The life of the flow: 0 is the first, each reopening begins another. 16 bits on the wire.</summary>
    public ushort Life { get; init; }

    /// <summary>Fills the first <see cref="Length"/> bytes.</summary>
    /// <returns>
    /// The unfolded sum of their big-endian 16-bit words, for a checksum (RFC 1071): the caller need not read the bytes again.
    /// </returns>
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

    /// <summary>Reads a message; false if the bytes are no valid message or an incomplete one (see <see cref="FramedLength"/>).</summary>
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

    /// <summary>The flow number if the bytes look like a data message. Not validated: for prefetching only.</summary>
    public static bool TryPeekFlow(ReadOnlySpan<byte> bytes, out int flow)
    {
        bool isData = bytes.Length >= HeaderBytes && bytes[2] == (byte)MessageKind.Data;
        flow = isData ? BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) : -1;
        return isData;
    }

    /// <summary>Length of the message that begins here; 0 if the header is incomplete, -1 if the bytes are no message.</summary>
    public static int FramedLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes) return 0;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        return IsFrame(BinaryPrimitives.ReadUInt16BigEndian(bytes), length) ? length : -1;
    }

    private static bool IsFrame(ushort magic, int length) => magic == Magic && length is >= HeaderBytes and <= MaximumBytes;

    private static ulong Halves(ulong words) => (words >> 32) + (words & uint.MaxValue);
}
