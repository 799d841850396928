namespace Chaos.Model;

/// <summary>How jitter is spread.</summary>
public enum JitterShape : byte
{
    /// <summary>Evenly over plus and minus the jitter.</summary>
    Uniform,

    /// <summary>As the normal distribution, the jitter being its standard deviation, cut at about three of them.</summary>
    Normal,
}
