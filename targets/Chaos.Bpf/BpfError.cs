namespace Chaos.Bpf;

/// <summary>Error numbers (asm-generic/errno.h) that the map operations and bpf() answer with.</summary>
public static class BpfError
{
    public const int None = 0;
    public const int NotPermitted = 1;

    /// <summary>ENOENT: the key is not there.</summary>
    public const int NotFound = 2;

    /// <summary>EINTR: a signal cut a long test run short.</summary>
    public const int Interrupted = 4;

    /// <summary>E2BIG: the map is full.</summary>
    public const int TooBig = 7;

    /// <summary>ENOMEM: no node could be freed.</summary>
    public const int NoMemory = 12;

    public const int AccessDenied = 13;

    /// <summary>EEXIST: NOEXIST was asked for and the key is there.</summary>
    public const int Exists = 17;

    public const int NotImplemented = 38;
}
