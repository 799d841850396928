using Chaos.Control;

namespace Chaos.Containers.Dialects;

/// <summary>How the harness and one container program speak: control messages to lines, and lines to control messages.</summary>
internal interface IDialect
{
    /// <summary>Bytes of the longest line on standard output; a longer one ends the run.</summary>
    int LongestLine { get; }

    /// <summary>Bytes on standard error that are read; more end the run.</summary>
    long LongestLog { get; }

    /// <summary>What a message becomes.</summary>
    Utterance Say(ControlMessage message);

    /// <summary>The message of a line without its end.</summary>
    /// <exception cref="ControlFormatException">The line says nothing that is due.</exception>
    ControlMessage Read(ReadOnlySpan<byte> line);
}

/// <summary>A message on its way to a program.</summary>
/// <param name="Line">What is written, with its line feed; null: nothing.</param>
/// <param name="Answer">The answer, where the harness has it without the program.</param>
internal readonly record struct Utterance(byte[]? Line, ControlMessage? Answer = null);
