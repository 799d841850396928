namespace Chaos.Experiments;

/// <summary>
/// The caller asks for something that does not exist, or that this world or target cannot do; the message says what and where.
/// </summary>
public sealed class RefusedException(string message) : Exception(message);
