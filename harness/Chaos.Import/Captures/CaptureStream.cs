using System.Buffers.Binary;

namespace Chaos.Import.Captures;

/// <summary>Bytes of a capture in order, with their offset; nothing is taken for granted about lengths that the file names.</summary>
internal sealed class CaptureStream(Stream stream, string file)
{
    public long Offset { get; private set; }

    public bool IsBigEndian { get; set; }

    /// <summary>Fills the buffer; false at the end of the file, if nothing was there at all.</summary>
    /// <exception cref="BadImportException">The file ends in between.</exception>
    public bool TryFill(Span<byte> buffer, string what)
    {
        long begin = Offset;
        int got = 0;
        while (got < buffer.Length && stream.Read(buffer[got..]) is > 0 and int more) got += more;
        Offset += got;
        if (got == buffer.Length) return true;
        return got == 0 ? false : throw BadImportException.AtOffset(file, begin, $"the file ends within {what}; it is cut short");
    }

    /// <exception cref="BadImportException">The file ends before it is full.</exception>
    public void Fill(Span<byte> buffer, string what)
    {
        long begin = Offset;
        if (buffer.Length > 0 && !TryFill(buffer, what)) throw BadImportException.AtOffset(file, begin,
            $"the file ends before {what}; it is cut short");
    }

    public BadImportException Bad(string reason) => BadImportException.AtOffset(file, Offset, reason);

    public uint Word(ReadOnlySpan<byte> bytes, int at) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    public ushort Half(ReadOnlySpan<byte> bytes, int at) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
