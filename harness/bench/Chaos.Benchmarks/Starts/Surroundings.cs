using Chaos.Containers;
using Chaos.Containers.Cleaning;

namespace Chaos.Benchmarks.Starts;

/// <summary>What else there is on the machine that a start would be mistaken for, or held up by.</summary>
internal static class Surroundings
{
    /// <summary>Each a tenth of a second, if there is silence.</summary>
    private const int Looks = 10;

    /// <exception cref="NotMeasuredException">Containers of ours are there, or packets of flows, whoever sends them.</exception>
    public static async Task RequireQuietAsync(FlowSight sight)
    {
        using DockerEngine engine = await DockerEngine.ConnectAsync(CancellationToken.None);
        IReadOnlyList<Leftover> others = await Leftovers.FindAsync(engine, CancellationToken.None);
        if (others.FirstOrDefault(other => other.Owner != OwnerState.Dead) is { } living)
            throw new NotMeasuredException(
                $"the run {living.Run} is going on ({living.Kind} {living.Name})", "once more when it has ended");
        if (others.Count > 0)
            throw new NotMeasuredException(
            $"a dead run has left {others.Count} containers and networks, and its removal would be measured too", "./chaos clean");
        for (int look = 0; look < Looks; look++)
        {
            if (sight.SeesFlow())
                throw new NotMeasuredException("something sends on 198.18.0.0/15 already, and would be taken for the first packet",
                "tcpdump -ni any net 198.18.0.0/15 tells who");
        }
    }
}
