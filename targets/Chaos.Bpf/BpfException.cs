using System.Runtime.InteropServices;

namespace Chaos.Bpf;

/// <summary>
/// The kernel refused what the oracle needs: says what was wanted, the kernel's reason, and the remedy where there is one.
/// </summary>
public sealed class BpfException(string purpose, int errorNumber, string detail = "")
    : Exception($"{purpose}: {Marshal.GetPInvokeErrorMessage(errorNumber)} (error {errorNumber}){Remedy(errorNumber)}{detail}")
{
    public int ErrorNumber { get; } = errorNumber;

    internal static BpfException OfLastCall(string purpose, string detail = "") => new(purpose, Marshal.GetLastPInvokeError(), detail);

    private static string Remedy(int errorNumber) => errorNumber switch
    {
        BpfError.NotPermitted or BpfError.AccessDenied =>
            "; it needs root or CAP_BPF and CAP_NET_ADMIN, and a container needs a seccomp profile that allows bpf()",
        BpfError.NotImplemented => "; this kernel is built without CONFIG_BPF_SYSCALL",
        _ => "",
    };
}
