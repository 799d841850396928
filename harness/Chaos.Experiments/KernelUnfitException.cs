namespace Chaos.Experiments;

/// <summary>The running kernel cannot hold the entries: says why, and the remedy.</summary>
public sealed class KernelUnfitException(string message) : Exception(message);
