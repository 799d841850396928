namespace Chaos.Control;

/// <summary>What <see cref="LineAssembler.Read"/> found.</summary>
public enum LineState
{
    /// <summary>No whole line yet.</summary>
    Incomplete,

    /// <summary>A line, without its end.</summary>
    Line,

    /// <summary>A line longer than allowed ended here; its bytes are gone.</summary>
    TooLong,
}

/// <summary>
/// Bytes in arbitrary cuts become lines. Pipes and Docker frames cut anywhere, also inside a character, so lines are put
/// together as bytes and decoded afterwards. A line past the limit costs no memory: it is skipped and reported once.
/// </summary>
public sealed class LineAssembler(int maximumLineBytes = LineAssembler.DefaultMaximumLineBytes)
{
    /// <summary>A plan of 50,000 flows fits three times.</summary>
    public const int DefaultMaximumLineBytes = 32 << 20;

    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private byte[] buffer = new byte[64 << 10];
    private int start;
    private int searched;
    private int end;
    private bool skipping;

    /// <summary>Takes bytes in; they are copied. Read all lines before the next call, or they pile up.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(end));
        end += bytes.Length;
    }

    /// <summary>The next whole line; the span holds until the next <see cref="Append"/>.</summary>
    public LineState Read(out ReadOnlySpan<byte> line)
    {
        line = default;
        int length = buffer.AsSpan(searched, end - searched).IndexOf(LineFeed);
        if (length < 0)
        {
            searched = end;
            if (end - start > maximumLineBytes) Skip();
            return LineState.Incomplete;
        }

        int stop = searched + length;
        ReadOnlySpan<byte> found = buffer.AsSpan(start, stop - start);
        start = searched = stop + 1;
        if (skipping || found.Length > maximumLineBytes)
        {
            skipping = false;
            return LineState.TooLong;
        }
        line = found is [.., CarriageReturn] ? found[..^1] : found;
        return LineState.Line;
    }

    // The end of the endless line is still to come: forget what there is of it.
    private void Skip()
    {
        skipping = true;
        start = searched = end = 0;
    }

    private void MakeRoom(int wanted)
    {
        if (buffer.Length - end >= wanted) return;
        int kept = end - start;
        byte[] target = buffer.Length - kept >= wanted ? buffer : new byte[Math.Max(buffer.Length * 2, kept + wanted)];
        buffer.AsSpan(start, kept).CopyTo(target);
        (buffer, searched, end, start) = (target, searched - start, kept, 0);
    }
}
