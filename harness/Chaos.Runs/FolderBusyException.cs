namespace Chaos.Runs;

/// <summary>Another run writes into the folder now.</summary>
public sealed class FolderBusyException(string message, Exception cause) : RunFolderException(message, cause);
