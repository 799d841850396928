namespace Chaos.Runs;

/// <summary>Why a cell that repeats until all is decided has stopped, as results.json spells it.</summary>
public static class CellStops
{
    public const string Decided = "decided", Budget = "budget", Most = "most", Probe = "probe", Near = "near";

    /// <summary>In words.</summary>
    public static string Text(string? stop) => stop switch
    {
        Decided => "all was decided",
        Budget => "the budget was spent",
        Most => "so many repetitions do not decide it",
        Near => "too near the target to be decided by the repetitions that a search spends",
        Probe => "a first look at a search",
        _ => "",
    };
}
