namespace Chaos.Runs;

/// <summary>A file, a folder or an output stream cannot be written: the message says what, where, why, and the remedy.</summary>
public sealed class StorageException : Exception
{
    private StorageException(StorageTrouble trouble, string message, Exception cause)
        : base(message, cause) => Trouble = trouble;

    public StorageTrouble Trouble { get; }

    /// <summary>Nothing was begun: the thing cannot be made at all.</summary>
    /// <param name="path">As the caller spelled it.</param>
    /// <param name="cause">What the system said.</param>
    public static StorageException CannotCreate(string path, Exception cause) =>
        new(StorageTrouble.CannotCreate, $"{path}: cannot be created: {StorageReason.Of(cause)}", cause);

    /// <summary>Something was begun and cannot go on.</summary>
    /// <param name="path">As the caller spelled it, or the name of a stream.</param>
    /// <param name="cause">What the system said.</param>
    public static StorageException CannotWrite(string path, Exception cause) =>
        new(StorageTrouble.CannotWrite, $"{path}: cannot be written: {StorageReason.Of(cause)}", cause);

    /// <summary>Whether an exception is the system's answer to an access to a file.</summary>
    public static bool IsRefusal(Exception error) => error is IOException or UnauthorizedAccessException;
}

public enum StorageTrouble
{
    CannotCreate,
    CannotWrite,
}
