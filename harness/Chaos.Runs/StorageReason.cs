namespace Chaos.Runs;

/// <summary>Why the system refuses a file, and what mends it, in one sentence.</summary>
internal static class StorageReason
{
    /// <summary>Error numbers of Linux (asm-generic/errno.h), which .NET passes on as HResult.</summary>
    private const int NotPermitted = 1, NoEntry = 2, IoError = 5, AccessDenied = 13, NotADirectory = 20, TooLarge = 27, NoSpace = 28,
        ReadOnly = 30, BrokenPipe = 32, NameTooLong = 36, QuotaExceeded = 122, BadDescriptor = 9;

    public static string Of(Exception cause) => NumberOf(cause) switch
    {
        NoSpace => "no space is left on its file system; free some, or name another place",
        QuotaExceeded => "the disk quota of this user is used up; free some space, or name another place",
        TooLarge => "the file is larger than its file system or `ulimit -f` allows; name another place",
        ReadOnly => "its file system is read-only; name another place, or mount it read-write",
        AccessDenied or NotPermitted => "this user may not write there; name another place, or change the permissions",
        NoEntry => "its folder is not there, or was removed; make it, or name another place",
        NotADirectory => "a part of its path is a file; name another place",
        NameTooLong => "its path is too long; name a shorter one",
        BrokenPipe => "its reader is gone; let the reader run to its end, or write to a file",
        BadDescriptor => "it is closed; open it, or send it to /dev/null",
        IoError => "the device reports an I/O error; look at `dmesg`, and name another place",
        _ => $"{cause.Message.TrimEnd('.')}; mend that, or name another place",
    };

    private static int NumberOf(Exception cause) => cause switch
    {
        DirectoryNotFoundException or FileNotFoundException => NoEntry,
        PathTooLongException => NameTooLong,
        UnauthorizedAccessException { InnerException: IOException inner } => inner.HResult,
        UnauthorizedAccessException => AccessDenied,
        _ => cause.HResult,
    };
}
