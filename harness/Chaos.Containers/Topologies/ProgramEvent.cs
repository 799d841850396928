using Chaos.Control;

namespace Chaos.Containers.Topologies;

/// <summary>Something that a container program did.</summary>
public abstract record ProgramEvent(ContainerProgram Program)
{
    /// <summary>What went wrong, with the program's name; null: nothing.</summary>
    public abstract string? Failure { get; }

    /// <exception cref="TopologyException">Something went wrong.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure) throw new TopologyException(failure) { IsOfImage = Program.Image is not null };
    }
}

/// <summary>It sent a message.</summary>
public sealed record ProgramSaid(ContainerProgram Program, ControlMessage Message) : ProgramEvent(Program)
{
    public override string? Failure => Message is Error error ? $"{Program.Title}: {error.Text}" : null;
}

/// <summary>It wrote something that is no message.</summary>
public sealed record ProgramGarbled(ContainerProgram Program, string Reason) : ProgramEvent(Program)
{
    public override string Failure => Program.Image is null ? $"{Program.Title}: {Reason}" : $"{Program.Title} {Reason}{Program.LastWords}";
}

/// <summary>It ended, or its container was killed.</summary>
/// <param name="Program">Which.</param>
/// <param name="ExitCode">137 for a killed one.</param>
/// <param name="OutOfMemory">The kernel killed it at its memory limit.</param>
public sealed record ProgramEnded(ContainerProgram Program, long ExitCode, bool OutOfMemory) : ProgramEvent(Program)
{
    /// <summary>By which an image says that it cannot do what its environment asks.</summary>
    private const long Unsupported = 127;

    public override string Failure => Program.Image is not null && ExitCode == Unsupported
        ? $"{Program.Title} does not support what its environment asks (exit code {Unsupported}){Program.LastWords}"
        : $"{Program.Title} ended with exit code {ExitCode}{(OutOfMemory ? ", out of memory" : "")}{Program.LastWords}";
}
