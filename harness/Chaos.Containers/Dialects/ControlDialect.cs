using Chaos.Control;

namespace Chaos.Containers.Dialects;

/// <summary>Programs of ours: each message is a line of the control channel.</summary>
internal sealed class ControlDialect : IDialect
{
    public static ControlDialect Instance { get; } = new();

    public int LongestLine => LineAssembler.DefaultMaximumLineBytes;

    public long LongestLog => long.MaxValue;

    public Utterance Say(ControlMessage message) => new(ControlJson.Encode(message));

    public ControlMessage Read(ReadOnlySpan<byte> line) => ControlJson.Decode(line);
}
