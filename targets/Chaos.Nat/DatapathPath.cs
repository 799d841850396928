namespace Chaos.Nat;

/// <summary>The way that a packet takes through our datapath.</summary>
public enum DatapathPath : byte
{
    /// <summary>From a client: its source is translated.</summary>
    Egress,

    /// <summary>To a NAT address: a reply, whose destination is translated back.</summary>
    Ingress,

    /// <summary>Neither: with services, what goes to no frontend and no NAT address.</summary>
    Through,
}
