using Chaos.Model;

namespace Chaos.Import.Cilium;

/// <summary>An entry of Cilium's NAT or conntrack map, from the text or the JSON of `cilium bpf`.</summary>
/// <param name="Transport">Null: neither TCP nor UDP.</param>
/// <param name="IsOut">The original half of a mapping, or an egress connection.</param>
/// <param name="Key">Names the connection; it goes nowhere.</param>
/// <param name="Partner">NAT: the key of the other half.</param>
internal readonly record struct CiliumEntry(Transport? Transport, bool IsOut, string Key, string Partner)
{
    /// <summary>NAT: when it was written, in seconds; its age where <see cref="IsAge"/> says so.</summary>
    public double Created { get; init; }

    public bool IsAge { get; init; }

    /// <summary>Conntrack: seconds on the node's clock when the client was last seen; 0: never.</summary>
    public double LastTx { get; init; }

    /// <summary>Conntrack: the same of the server.</summary>
    public double LastRx { get; init; }

    /// <summary>Conntrack: one side has closed.</summary>
    public bool IsClosing { get; init; }

    public static Transport? TransportOf(string protocol) => protocol switch
    {
        "TCP" or "6" => Chaos.Model.Transport.Tcp,
        "UDP" or "17" => Chaos.Model.Transport.Udp,
        _ => null,
    };
}
