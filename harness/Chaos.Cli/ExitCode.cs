using Chaos.Survival;

namespace Chaos.Cli;

/// <summary>What the process tells its caller. Stable: scripts depend on it.</summary>
internal static class ExitCode
{
    public const int Pass = 0;

    /// <summary>An expectation failed.</summary>
    public const int Fail = 1;

    /// <summary>The run does not settle it.</summary>
    public const int Unknown = 2;

    /// <summary>The command line is wrong, or names a file that is not there.</summary>
    public const int Usage = 64;

    /// <summary>A scenario or data file is bad.</summary>
    public const int BadInput = 65;

    /// <summary>Docker, a privilege, a kernel feature or memory is missing.</summary>
    public const int Unavailable = 69;

    /// <summary>Our bug.</summary>
    public const int Internal = 70;

    /// <summary>A file or folder that was asked for cannot be created.</summary>
    public const int CannotCreate = 73;

    /// <summary>A file or stream cannot be written any more, or not be read.</summary>
    public const int IoError = 74;

    public const int Interrupted = 130;

    public static int Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass or Verdict.None => Pass,
        Verdict.Fail => Fail,
        _ => Unknown,
    };
}
