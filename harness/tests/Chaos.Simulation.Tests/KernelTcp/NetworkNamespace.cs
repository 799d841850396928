namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// A thread in its own network namespace. Sockets and devices that the thread opens belong to it; it ends with the last of them.
/// </summary>
internal static class NetworkNamespace
{
    /// <summary>Runs <paramref name="body"/> on a new thread in a new namespace.</summary>
    public static Task<T> RunAsync<T>(Func<T> body)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                SystemCalls.UnshareNetwork();
                done.SetResult(body());
            }
            catch (Exception error)
            {
                // Reported by the test that awaits the task.
                done.SetException(error);
            }
        })
        {
            // Must not keep the process alive.
            IsBackground = true,
            Name = "network namespace",
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>Why this process cannot make a namespace with a tun device; null if it can.</summary>
    public static string? WhyNot()
    {
        try
        {
            return RunAsync<string?>(() =>
            {
                using TunDevice device = new();
                return null;
            }).GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            return $"needs a network namespace and /dev/net/tun: {error.Message}";
        }
    }
}
