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

    /// <summary>Docker, a privilege or a kernel feature is missing.</summary>
    public const int Unavailable = 69;

    /// <summary>Our bug.</summary>
    public const int Internal = 70;

    public const int Interrupted = 130;

    public static int Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => Pass,
        Verdict.Fail => Fail,
        _ => Unknown,
    };
}
