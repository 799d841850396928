namespace Chaos.Faults;

/// <summary>The NAT node as faults see it.</summary>
public interface INodeSite
{
    INatTable Table { get; }
}
