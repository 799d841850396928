using Chaos.Model;

namespace Chaos.Targets;

/// <summary>A target that runs in containers, as the node between the clients' and the servers' network.</summary>
public interface IContainerTarget : ITarget
{
    /// <summary>What it can do there.</summary>
    CapabilitySet InContainers { get; }

    /// <summary>Whether a world shows that this NAT is in the path before it believes a run; ours is there by construction.</summary>
    bool ProvesPath => true;

    /// <summary>What it needs of the kernel under the node.</summary>
    IReadOnlyList<KernelFeature> KernelFeatures => [];

    /// <summary>Why these options cannot be had of this target, with the remedy; null if they can.</summary>
    string? WhyNot(NatOptions options) => null;

    /// <summary>What the container of the node needs, and what its program is configured to do.</summary>
    /// <param name="options">What the scenario says under `nat`, with the addresses of this run.</param>
    NodePlacement Place(NatOptions options);
}

/// <summary>A node's container.</summary>
/// <param name="Datapath">What the node's program runs; routing where an image stands in its place.</param>
/// <param name="Nat">How it is to translate; null: it does not.</param>
/// <param name="Privileges">The capabilities that the container needs.</param>
/// <param name="Sysctls">Of its network.</param>
public sealed record NodePlacement(
    NodeDatapath Datapath, NatOptions? Nat, IReadOnlyList<string> Privileges, IReadOnlyDictionary<string, string> Sysctls)
{
    /// <summary>The node names a loss only by looking, so it is asked when an endpoint reports a flow dead.</summary>
    public bool LooksWhenFlowsDie { get; init; }

    /// <summary>Somebody's image, which runs in the place of our node's program; null: ours runs.</summary>
    public NodeImage? Image { get; init; }
}

/// <summary>Somebody's NAT as a node.</summary>
/// <param name="Reference">The image, as the engine knows it.</param>
/// <param name="Environment">The variables of its container, on the networks of a run.</param>
public sealed record NodeImage(string Reference, Func<NetworkPlan, IReadOnlyDictionary<string, string>> Environment);
