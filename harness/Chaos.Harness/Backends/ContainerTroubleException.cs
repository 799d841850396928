namespace Chaos.Harness.Backends;

/// <summary>A container or its channel failed: the repetition ends, and says nothing about a NAT.</summary>
internal sealed class ContainerTroubleException(string message) : Exception(message);
