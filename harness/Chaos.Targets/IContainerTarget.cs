using Chaos.Model;

namespace Chaos.Targets;

/// <summary>A target that runs in containers, as the node between the clients' and the servers' network.</summary>
public interface IContainerTarget : ITarget
{
    /// <summary>What it can do there.</summary>
    CapabilitySet InContainers { get; }

    /// <summary>What the container of the node needs, and what its program is configured to do.</summary>
    /// <param name="options">What the scenario says under `nat`, with the addresses of this run.</param>
    NodePlacement Place(NatOptions options);
}

/// <summary>A node's container.</summary>
/// <param name="Nat">The datapath that the node's program runs; null: its kernel routes.</param>
/// <param name="Privilege">The one capability that the container needs.</param>
/// <param name="Sysctls">Of its network.</param>
public sealed record NodePlacement(NatOptions? Nat, string Privilege, IReadOnlyDictionary<string, string> Sysctls);
