namespace Chaos.Fuzz;

/// <summary>A packet that broke a promise; the message holds its bytes.</summary>
public sealed class FuzzFindingException(string message) : Exception(message);
