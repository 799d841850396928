namespace Chaos.Cli;

/// <summary>The command line asks for something that does not exist; the message says what, and what there is.</summary>
internal sealed class UsageException(string message) : Exception(message);
