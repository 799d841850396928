// Tests that measure real time in containers need a quiet machine: beside a test suite that keeps all cores busy, their traffic is late
// and their runs are rightly called invalid. So test projects share the machine, and the one that measures has it for itself.
#if CONTAINERS
[assembly: AssemblyFixture(typeof(Chaos.Tests.MachineAlone))]
#else
[assembly: AssemblyFixture(typeof(Chaos.Tests.MachineShared))]
#endif

namespace Chaos.Tests;

/// <summary>Holds a lock that all test processes of this machine know; it goes with the process, however that ends.</summary>
public abstract class MachineLock(FileShare share) : IAsyncLifetime
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly string LockPath = Path.Combine(Path.GetTempPath(), "chaos-tests.lock");

    private FileStream? held;

    public async ValueTask InitializeAsync()
    {
        while ((held = TryTake()) is null) await Task.Delay(PollInterval, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (held is not null) await held.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private FileStream? TryTake()
    {
        try
        {
            return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.Read, share);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

#if CONTAINERS
/// <summary>No other test project runs meanwhile.</summary>
public sealed class MachineAlone() : MachineLock(FileShare.None);
#else
/// <summary>Others may run too, but none that needs the machine for itself.</summary>
public sealed class MachineShared() : MachineLock(FileShare.Read);
#endif
