namespace Chaos.Runs;

/// <summary>A part of a file, to be read from its beginning to its end. The file stays open.</summary>
/// <param name="file">Nobody else moves its position.</param>
/// <param name="start">Offset of the part in bytes.</param>
/// <param name="length">In bytes.</param>
internal sealed class SectionStream(FileStream file, long start, long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (position == 0) file.Position = start;
        int read = file.Read(buffer[..(int)Math.Min(buffer.Length, length - position)]);
        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
