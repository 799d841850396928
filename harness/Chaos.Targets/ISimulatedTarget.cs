using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;

namespace Chaos.Targets;

/// <summary>A target that runs in the simulator.</summary>
public interface ISimulatedTarget : ITarget
{
    /// <summary>What it can do there.</summary>
    CapabilitySet InSimulation { get; }

    /// <summary>What its tables must do, beyond lookup and update, for these options.</summary>
    Capability TableNeeds(NatOptions options) => Capability.None;

    /// <summary>The datapath for one run; null: the node routes packets as they are.</summary>
    /// <param name="options">What the scenario says under `nat`, with the addresses of this run.</param>
    /// <param name="engine">Where tables may live; the simulator disposes of it after the run.</param>
    INatDatapath? CreateDatapath(NatOptions options, IMapEngine engine);
}
