namespace Chaos.Cli.Output;

/// <summary>How much is said on standard error.</summary>
internal enum Talk
{
    /// <summary>A block that is drawn anew on a terminal, else one line for each cell.</summary>
    Usual,

    /// <summary>Nothing but errors.</summary>
    Quiet,

    /// <summary>Lines, also for each repetition that goes on.</summary>
    Verbose,
}
