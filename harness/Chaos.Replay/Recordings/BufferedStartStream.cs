namespace Chaos.Replay.Recordings;

/// <summary>A stream whose first bytes can be looked at before it is read, also where it cannot seek.</summary>
public sealed class BufferedStartStream : Stream
{
    private readonly Stream rest;
    private readonly byte[] start;
    private int taken;

    /// <param name="content">Disposed of with this stream.</param>
    /// <param name="length">Bytes to look at.</param>
    public BufferedStartStream(Stream content, int length)
    {
        rest = content;
        byte[] buffer = new byte[length];
        start = buffer[..content.ReadAtLeast(buffer, length, throwOnEndOfStream: false)];
    }

    /// <summary>The first bytes; fewer, where the stream is shorter.</summary>
    public ReadOnlySpan<byte> Bytes => start;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (taken == start.Length) return rest.Read(buffer);
        int length = Math.Min(buffer.Length, start.Length - taken);
        start.AsSpan(taken, length).CopyTo(buffer);
        taken += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
