namespace Chaos.Xunit;

/// <summary>
/// A claim of a scenario does not hold; the message says the claim, what was seen, who died of what, and how to run it again.
/// </summary>
public sealed class ClaimFailedException(string message) : Exception(message), IAssertionException;

/// <summary>By this name the runner tells a failed assertion from an error of the test.</summary>
internal interface IAssertionException;
