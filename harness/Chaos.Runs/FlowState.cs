namespace Chaos.Runs;

/// <summary>How the observation of a flow ended.</summary>
public enum FlowState : byte
{
    /// <summary>Alive at the end of the run.</summary>
    Survived,

    Died,

    /// <summary>Alive when we stopped looking, before the end of the run.</summary>
    Censored,

    /// <summary>Never opened.</summary>
    Refused,
}
