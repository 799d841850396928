using System.Globalization;

namespace Chaos.Containers.Cleaning;

/// <summary>Whether the process that made something still runs.</summary>
public enum OwnerState
{
    Alive,
    Dead,

    /// <summary>It runs, or ran, where we cannot see: another machine or another process namespace.</summary>
    Unknown,
}

/// <summary>A process, told apart from a later one of the same number by when it started, and from others elsewhere by where.</summary>
/// <param name="Process">Its number.</param>
/// <param name="StartTicks">Clock ticks after boot.</param>
/// <param name="Boot">The boot of its machine.</param>
/// <param name="Namespace">Its process namespace.</param>
internal sealed record RunOwner(int Process, long StartTicks, string Boot, string Namespace)
{
    private const char Separator = '/';

    public static RunOwner ThisProcess { get; } = new(
        Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0, ReadBoot(), ReadNamespace());

    /// <summary>Null for a label that is none of ours.</summary>
    public static RunOwner? Parse(string? label) =>
        label?.Split(Separator) is [string process, string start, string boot, string space]
        && int.TryParse(process, CultureInfo.InvariantCulture, out int number)
        && long.TryParse(start, CultureInfo.InvariantCulture, out long ticks)
            ? new RunOwner(number, ticks, boot, space)
            : null;

    /// <summary>The state as seen from here; <paramref name="sameMachine"/>: the engine that told us of it is local.</summary>
    public OwnerState StateFrom(RunOwner here, bool sameMachine)
    {
        if (Boot != here.Boot) return sameMachine ? OwnerState.Dead : OwnerState.Unknown;
        if (Namespace != here.Namespace) return OwnerState.Unknown;
        return StartOf(Process) == StartTicks ? OwnerState.Alive : OwnerState.Dead;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Process}{Separator}{StartTicks}{Separator}{Boot}{Separator}{Namespace}");

    private static long? StartOf(int process)
    {
        try
        {
            // /proc/PID/stat: the command name may hold blanks and brackets, so count from its last bracket; the start is field 22.
            string status = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string ReadBoot() => ReadOr("/proc/sys/kernel/random/boot_id", Environment.MachineName);

    private static string ReadNamespace() => File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "";

    private static string ReadOr(string path, string otherwise) => File.Exists(path) ? File.ReadAllText(path).Trim() : otherwise;
}
