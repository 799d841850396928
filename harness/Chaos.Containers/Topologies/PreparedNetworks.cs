using Chaos.Containers.Cleaning;

namespace Chaos.Containers.Topologies;

/// <summary>
/// The two networks of a topology, asked for as early as its name is known: the engine makes them while its traffic is still being drawn.
/// They belong to the <see cref="Topology"/> that is started on them; whoever starts none disposes of them.
/// </summary>
public sealed class PreparedNetworks : IAsyncDisposable
{
    private const int LongestNamePart = 40;
    private static int prepared;

    private readonly DockerEngine engine;
    private readonly Task<NetworkPair> networks;

    private PreparedNetworks(DockerEngine engine, string runId, CancellationToken cancellation)
    {
        this.engine = engine;
        Run = $"chaos-{Nameable(runId)}-{Environment.ProcessId}-{Interlocked.Increment(ref prepared)}";
        networks = Task.Run(() => NetworkPair.CreateAsync(engine, Run, cancellation), cancellation);
    }

    /// <summary>The value of the label chaos.run on everything of this topology.</summary>
    internal string Run { get; }

    /// <summary>Begins at once; what goes wrong is told to the topology.</summary>
    /// <param name="engine">That answers.</param>
    /// <param name="runId">Of the run, in names and labels; each topology adds its own suffix.</param>
    /// <param name="cancellation">Between two orders to the engine.</param>
    public static PreparedNetworks Prepare(DockerEngine engine, string runId, CancellationToken cancellation) =>
        new(engine, runId, cancellation);

    /// <summary>Removes the networks. Never cancelled: it is what cancelling leads to.</summary>
    public async ValueTask DisposeAsync()
    {
        // What is still being made could not be found and removed.
        await ((Task)networks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await Leftovers.RemoveRunAsync(engine, Run, CancellationToken.None);
        }
        catch (Exception error) when (DockerEngine.IsEngineTrouble(error))
        {
            // With the engine gone there is nobody to ask; the next run or `chaos clean` finds it by its labels.
            if (await engine.AnswersAsync()) throw;
        }
    }

    /// <exception cref="TopologyException">No subnets are free.</exception>
    internal async Task<NetworkPair> NetworksAsync(CancellationToken cancellation)
    {
        try
        {
            return await networks;
        }
        catch (TopologyException)
        {
            // Dead runs may have held all subnets, and are removed meanwhile.
            return await NetworkPair.CreateAsync(engine, Run, cancellation);
        }
    }

    /// <summary>What the engine takes for a part of a name.</summary>
    private static string Nameable(string text) => string.Concat(
        text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').Take(LongestNamePart));
}
