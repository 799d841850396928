namespace Chaos.Survival;

/// <summary>What can be said of an expectation, a cell or a run; a later member outranks an earlier one.</summary>
public enum Verdict
{
    /// <summary>Nothing was expected.</summary>
    None,

    Pass,

    /// <summary>The data do not settle it.</summary>
    Unknown,

    Fail,
}
