namespace Chaos.Model;

/// <summary>How the NAT translates ICMP errors.</summary>
public enum IcmpHandling : byte
{
    /// <summary>As the preset's release does, with its mistakes. A variant that is no preset has no release: it is correct.</summary>
    AsRelease,

    /// <summary>All errors that quote a packet, with right checksums (RFC 5508).</summary>
    Correct,
}
