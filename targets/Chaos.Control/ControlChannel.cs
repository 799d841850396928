using System.Buffers;

namespace Chaos.Control;

/// <summary>Reads into the buffer: how many bytes came, 0 at the end, negative when there is nothing now.</summary>
public delegate int ReadBytes(Span<byte> buffer);

/// <summary>Writes some of the bytes: how many, negative when the other side is gone.</summary>
public delegate int WriteBytes(ReadOnlySpan<byte> bytes);

/// <summary>
/// A program's end of the control channel, made for an event loop: <see cref="Pump"/> when the input is readable, then
/// <see cref="TryNext"/> until it is false; <see cref="Send"/> gathers, <see cref="Flush"/> writes once a turn.
/// A bad line is answered by an <see cref="Error"/> and skipped. Not thread-safe.
/// </summary>
public sealed class ControlChannel(ReadBytes read, WriteBytes write, int maximumLineBytes = LineAssembler.DefaultMaximumLineBytes)
{
    private readonly LineAssembler lines = new(maximumLineBytes);
    private readonly byte[] input = new byte[64 << 10];
    private readonly ArrayBufferWriter<byte> output = new();

    /// <summary>Takes in what waits at the input. False when the input has ended: nobody steers us any more.</summary>
    public bool Pump()
    {
        int count = read(input);
        if (count > 0) lines.Append(input.AsSpan(0, count));
        return count != 0;
    }

    /// <summary>The next whole message that has come in.</summary>
    public bool TryNext(out ControlMessage message)
    {
        while (true)
        {
            LineState state = lines.Read(out ReadOnlySpan<byte> line);
            message = null!;
            if (state == LineState.Incomplete) return false;
            if (state == LineState.TooLong)
            {
                Send(new Error { Text = $"a line of more than {maximumLineBytes} bytes came in and was skipped" });
                continue;
            }
            try
            {
                message = ControlJson.Decode(line);
                return true;
            }
            catch (ControlFormatException error)
            {
                Send(new Error { Text = error.Message });
            }
        }
    }

    public void Send(ControlMessage message) => output.Write(ControlJson.Encode(message));

    /// <summary>Writes all that was sent. False when the other side is gone.</summary>
    public bool Flush()
    {
        ReadOnlySpan<byte> rest = output.WrittenSpan;
        while (rest.Length > 0)
        {
            int written = write(rest);
            if (written < 0) return false;
            rest = rest[written..];
        }
        output.ResetWrittenCount();
        return true;
    }
}
