namespace Chaos.Scenarios.Expectations;

/// <summary>The two halves of an answer: what becomes of those who are here, and of those who come.</summary>
public enum Measure
{
    /// <summary>Share of watched flows alive at the end; more is better.</summary>
    Survival,

    /// <summary>Share of short flows that failed, of those whose fate an endpoint saw; less is better.</summary>
    Newcomers,
}
