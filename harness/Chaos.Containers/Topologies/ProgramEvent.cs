using Chaos.Control;

namespace Chaos.Containers.Topologies;

/// <summary>Something that a container program did.</summary>
public abstract record ProgramEvent(ContainerProgram Program);

/// <summary>It sent a message.</summary>
public sealed record ProgramSaid(ContainerProgram Program, ControlMessage Message) : ProgramEvent(Program);

/// <summary>It wrote something that is no message.</summary>
public sealed record ProgramGarbled(ContainerProgram Program, string Reason) : ProgramEvent(Program);

/// <summary>It ended, or its container was killed.</summary>
/// <param name="Program">Which.</param>
/// <param name="ExitCode">137 for a killed one.</param>
/// <param name="OutOfMemory">The kernel killed it at its memory limit.</param>
/// <param name="Complaint">The end of what it wrote to standard error.</param>
public sealed record ProgramEnded(ContainerProgram Program, long ExitCode, bool OutOfMemory, string Complaint) : ProgramEvent(Program)
{
    public string Describe() =>
        $"{Program.Name} ended with exit code "
            + $"{ExitCode}{(OutOfMemory ? ", out of memory" : "")}{(Complaint.Length > 0 ? $": {Complaint}" : "")}";
}
