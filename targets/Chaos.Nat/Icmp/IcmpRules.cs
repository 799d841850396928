using Chaos.Packets;

namespace Chaos.Nat.Icmp;

/// <summary>Which ICMP errors are translated, and what becomes of their checksums.</summary>
/// <param name="Name">The first release that has these rules, or `correct`.</param>
/// <param name="Unreachable">Codes of destination unreachable (3).</param>
/// <param name="TimeExceeded">Codes of time exceeded (11).</param>
/// <param name="ParameterProblem">Codes of parameter problem (12).</param>
/// <param name="PassesRedirects">True: a redirect from a client leaves untranslated; false: it is dropped.</param>
/// <param name="NeedsTcpChecksum">True: an error whose TCP quote ends before the checksum is dropped.</param>
/// <param name="Egress">The checksum of an error that a client sends.</param>
/// <param name="Ingress">The checksum of an error that comes from outside.</param>
/// <remarks>
/// Source: recordings of Cilium v1.15.0 to v1.19.0. The patch release between two recordings is taken from the pull requests: #36767 with
/// its backport #39332 (codes and time exceeded), #40194 (short TCP quotes), #43196 (the checksum on ingress), #42637 (redirects).
/// Upstream fixed the checksum on egress in August 2026 (#48086); no release with that fix was recorded.
/// </remarks>
public sealed record IcmpRules(
    string Name, IcmpCodes Unreachable, IcmpCodes TimeExceeded, IcmpCodes ParameterProblem, bool PassesRedirects, bool NeedsTcpChecksum,
    OuterChecksum Egress, OuterChecksum Ingress)
{
    /// <summary>All errors that quote a packet, with right checksums. Source: RFC 5508 sections 4.1 to 4.3.</summary>
    public static readonly IcmpRules Correct = new(
        "correct", IcmpCodes.All, IcmpCodes.All, IcmpCodes.All, PassesRedirects: false, NeedsTcpChecksum: false, OuterChecksum.Updated,
        OuterChecksum.Updated);

    /// <summary>Fragmentation needed alone.</summary>
    public static readonly IcmpRules Cilium115 = new(
        "cilium-1.15", new IcmpCodes(4, 4), IcmpCodes.None, IcmpCodes.None, PassesRedirects: false, NeedsTcpChecksum: true,
        OuterChecksum.Unchanged, OuterChecksum.Unchanged);

    public static readonly IcmpRules Cilium117 = Cilium115 with { Name = "cilium-1.17.0", Unreachable = new IcmpCodes(0, 4) };

    public static readonly IcmpRules Cilium1174 = Cilium117 with
    {
        Name = "cilium-1.17.4",
        Unreachable = new IcmpCodes(0, 15),
        TimeExceeded = new IcmpCodes(0, 1),
    };

    public static readonly IcmpRules Cilium1187 = Cilium1174 with
    {
        Name = "cilium-1.18.7",
        NeedsTcpChecksum = false,
        Ingress = OuterChecksum.AsForTcp,
    };

    public static readonly IcmpRules Cilium119 = Cilium1187 with { Name = "cilium-1.19.0", PassesRedirects = true };

    /// <param name="type">Of the message; an echo is none of these.</param>
    /// <param name="code">Of the message.</param>
    public IcmpFate FateOf(IcmpType type, byte code)
    {
        if (type == IcmpType.Redirect && PassesRedirects) return IcmpFate.Pass;
        IcmpCodes codes = type switch
        {
            IcmpType.DestinationUnreachable => Unreachable,
            IcmpType.TimeExceeded => TimeExceeded,
            IcmpType.ParameterProblem => ParameterProblem,
            _ => IcmpCodes.None,
        };
        if (codes.IsEmpty) return IcmpFate.UnknownType;
        return codes.Contains(code) ? IcmpFate.Translate : IcmpFate.UnknownCode;
    }

    /// <summary>In one line, for tables.</summary>
    public string Summary
    {
        get
        {
            if (Name == Correct.Name) return "all errors, right checksums";
            string types = TimeExceeded.IsEmpty ? $"3/{Unreachable}" : $"3/{Unreachable}, 11/{TimeExceeded}";
            string quotes = NeedsTcpChecksum ? "; short TCP quotes dropped" : "";
            string checksum = Ingress == OuterChecksum.Unchanged ? "; checksum not updated" : "; checksum updated on ingress";
            return types + quotes + checksum + (PassesRedirects ? "; redirects pass" : "");
        }
    }
}
