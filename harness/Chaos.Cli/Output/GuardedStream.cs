using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>A standard stream of the process, opened at the first write, with a rule for what the system refuses.</summary>
/// <param name="open">Opens the stream.</param>
/// <param name="refused">What to do with a refusal: throws, or lets the text go.</param>
internal sealed class GuardedStream(Func<Stream> open, Action<Exception> refused) : Stream
{
    private Stream? inner;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            (inner ??= open()).Write(buffer);
        }
        catch (Exception error) when (StorageException.IsRefusal(error) || error is ArgumentException or ObjectDisposedException)
        {
            refused(error);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
