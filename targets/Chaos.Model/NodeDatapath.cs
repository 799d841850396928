namespace Chaos.Model;

/// <summary>What the node's program puts between its two networks.</summary>
public enum NodeDatapath
{
    /// <summary>The kernel routes packets as they are.</summary>
    Routing,

    /// <summary>The C# datapath, on packet sockets.</summary>
    Csharp,

    /// <summary>Programs in the kernel, with their entries in its LRU map.</summary>
    Ebpf,

    /// <summary>Rules of nftables, with connections in the kernel's table.</summary>
    Nftables,
}
