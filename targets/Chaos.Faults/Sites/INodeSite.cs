using Chaos.Model;

namespace Chaos.Faults;

/// <summary>The NAT node as faults see it.</summary>
public interface INodeSite
{
    INatTable Table { get; }

    /// <summary>Null: connections are not tracked.</summary>
    ICollector? Collector { get; }

    NodeGate Gate { get; }

    /// <summary>Both directions of every host's link.</summary>
    IEnumerable<NodeLink> Links { get; }

    /// <summary>The watched flows, each with its connection as its client sees it, ascending.</summary>
    IEnumerable<WatchedFlow> Flows { get; }

    /// <summary>Both ends included; at least 1.</summary>
    void ChangePorts(ushort minimum, ushort maximum);

    /// <summary>The range that the run began with.</summary>
    void RestorePorts();

    /// <param name="spare">Which of the node's spare addresses, from 1; 0 is the one that the run began with.</param>
    void ChangeEgressAddress(int spare);
}
