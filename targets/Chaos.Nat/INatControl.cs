using Chaos.Faults;

namespace Chaos.Nat;

/// <summary>What faults can do to a NAT beside its packets.</summary>
public interface INatControl
{
    INatTable Table { get; }

    /// <summary>Null: connections are not tracked.</summary>
    ICollector? Collector { get; }

    /// <summary>Entries that are lost while this holds are lost by a fault.</summary>
    bool IsUnderFault { set; }

    /// <summary>Does what is due without a packet, so that a fault finds the table as it is at this moment.</summary>
    void Advance(long nowNanoseconds);

    /// <summary>Another port range from now on; both ends included, at least 1.</summary>
    void ChangePorts(ushort minimum, ushort maximum);

    /// <summary>The range that the run began with.</summary>
    void RestorePorts();

    /// <param name="spare">Which of the node's spare addresses, from 1; 0 is the one that the run began with.</param>
    void ChangeEgressAddress(int spare);
}
