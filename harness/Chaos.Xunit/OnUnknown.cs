namespace Chaos.Xunit;

/// <summary>What a test does whose claim a run neither confirms nor refutes.</summary>
public enum OnUnknown
{
    /// <summary>It is skipped, with what was seen and how many repetitions would decide it.</summary>
    Skip,

    /// <summary>It fails.</summary>
    Fail,
}
