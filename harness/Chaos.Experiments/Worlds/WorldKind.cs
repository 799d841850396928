using Chaos.Containers.Doctor;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Simulation;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Worlds;

/// <summary>Opens a world, once the scenarios are known.</summary>
public delegate Task<IWorld> OpenWorld(WorldOptions options, CancellationToken cancellation);

/// <summary>What this machine lacks for a target in a world; empty: nothing is known to be missing.</summary>
public delegate IReadOnlyList<Finding> MachineLacks(ITarget target);

/// <summary>How a world is to be opened.</summary>
/// <param name="FirstRun">The name of the scenario that comes first.</param>
/// <param name="MapEngine">Where the tables of a simulated NAT live.</param>
/// <param name="KeepPackets">Keep the last packets of each flow that dies.</param>
/// <param name="Images">Container images of somebody else that the scenarios name.</param>
/// <param name="Time">The clock of the harness; virtual time has its own.</param>
public sealed record WorldOptions(
    string FirstRun, MapEngineKind MapEngine, bool KeepPackets, IReadOnlyList<string> Images, TimeProvider Time);

/// <summary>What a run of a scenario takes in a world.</summary>
/// <param name="Images">That the engine needs.</param>
/// <param name="Privileges">Of whom.</param>
/// <param name="Containers">At a time.</param>
/// <param name="OverheadSeconds">Of each repetition, beside the scenario's own time.</param>
public sealed record Footprint(string Images, string Privileges, string Containers, double OverheadSeconds);

/// <summary>A world by its name: what is known before it is opened.</summary>
public abstract class WorldKind
{
    /// <summary>As the command line and `results.json` spell it.</summary>
    public abstract string Name { get; }

    /// <summary>For lists.</summary>
    public abstract string Description { get; }

    /// <summary>See <see cref="IWorld.IsReal"/>.</summary>
    public abstract bool IsReal { get; }

    /// <summary>Why tables cannot live elsewhere than in our own map here; null: they can.</summary>
    public virtual string? WhyNoMapEngine => null;

    /// <summary>Why packets cannot be kept here; null: they can.</summary>
    public virtual string? WhyNoPackets => null;

    /// <summary>What a target can do here; null: this world does not run it.</summary>
    public abstract CapabilitySet? CapabilitiesOf(ITarget target);

    /// <summary>Why a target cannot have these options here, with the remedy; null if it can.</summary>
    public virtual string? WhyNot(ITarget target, NatOptions options) => null;

    public abstract Footprint FootprintOf(ScenarioPlan plan);

    /// <summary>Looks at this machine; changes nothing.</summary>
    public abstract Task<MachineLacks> ExamineAsync(CancellationToken cancellation);

    /// <summary>Begins what can be found out before the scenarios are known; it changes nothing.</summary>
    public abstract OpenWorld Prepare(CancellationToken cancellation);
}
