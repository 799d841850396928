using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Chaos.Linux.Tests.Netfilter;

/// <summary>A network namespace of its own. It ends with this object and the last socket in it.</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int NewNetworkNamespace = 0x40000000;

    private readonly SafeFileHandle handle;

    public NetworkNamespace()
    {
        SafeFileHandle? opened = null;
        OnNewThread(() =>
        {
            Check(Unshare(NewNetworkNamespace), "unshare", "making a network namespace");
            opened = File.OpenHandle("/proc/thread-self/ns/net");
        });
        handle = opened!;
    }

    /// <summary>For netlink attributes that name a namespace.</summary>
    public int Descriptor => (int)handle.DangerousGetHandle();

    /// <summary>Runs <paramref name="body"/> on a thread in the namespace; sockets that it opens stay in the namespace.</summary>
    public void Run(Action body) => OnNewThread(() =>
    {
        Check(SetNamespace(Descriptor, NewNetworkNamespace), "setns", "entering a network namespace");
        body();
    });

    public T Run<T>(Func<T> body)
    {
        T? result = default;
        Run(() => { result = body(); });
        return result!;
    }

    public void Dispose() => handle.Dispose();

    private static void OnNewThread(Action body)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                body();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        })
        {
            IsBackground = true,
            Name = "network namespace",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private static void Check(int result, string call, string purpose)
    {
        if (result < 0) throw new LinuxException(purpose, call, Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int type);
}
