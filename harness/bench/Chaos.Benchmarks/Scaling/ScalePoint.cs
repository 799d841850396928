namespace Chaos.Benchmarks.Scaling;

/// <summary>One size: what a simulated packet took, and what the kernel's two lookups of such a packet took.</summary>
internal readonly record struct ScalePoint(int Flows, int Entries, SimMeasure Ours, double KernelNanoseconds)
{
    /// <summary>Moves with the machine far less than either time.</summary>
    public double Ratio => Ours.PerPacket / KernelNanoseconds;
}
