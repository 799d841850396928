namespace Chaos.Model;

/// <summary>A further file of one repetition, for people and tools; no report reads it.</summary>
/// <param name="Name">A file name, without a folder.</param>
/// <param name="Content">All of it.</param>
public sealed record RunAttachment(string Name, ReadOnlyMemory<byte> Content);
