namespace Chaos.Targets;

/// <summary>What is between clients and servers. What a target does in a world, it says by the interface of that world.</summary>
/// <remarks>A world runs the targets that implement its interface: <see cref="ISimulatedTarget"/>,
/// <see cref="IContainerTarget"/>.</remarks>
public interface ITarget
{
    /// <summary>As `nat.target` spells it.</summary>
    string Name { get; }

    /// <summary>One sentence, for lists.</summary>
    string Description { get; }

    /// <summary>False: packets are routed as they are, so clients connect to the servers themselves, and there is no table.</summary>
    bool Translates { get; }
}
