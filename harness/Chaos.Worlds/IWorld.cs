using Chaos.Targets;

namespace Chaos.Worlds;

/// <summary>Where hosts live.</summary>
public interface IWorld : IAsyncDisposable
{
    /// <summary>As the command line and `results.json` spell it.</summary>
    string Name { get; }

    /// <summary>Version of the container engine; null where there is none.</summary>
    string? EngineVersion { get; }

    /// <summary>Where the entries of our NAT live, as `results.json` spells it.</summary>
    string MapEngine { get; }

    /// <summary>
    /// True: hosts and wires are real, so a control arm must show that they lose nothing by themselves; and runs do not share the machine.
    /// </summary>
    bool IsReal { get; }

    /// <summary>Makes the hosts of one run, with a target between them. Time has not begun; disposing removes all of it.</summary>
    /// <exception cref="WorldFailedException">The world did not come up; other runs may.</exception>
    Task<IWorldRun> BuildAsync(RunPlan plan, ITarget target, CancellationToken cancellation);
}
