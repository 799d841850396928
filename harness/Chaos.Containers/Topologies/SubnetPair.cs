using System.Net;
using Chaos.Model;

namespace Chaos.Containers.Topologies;

/// <summary>
/// Two neighbouring /24 networks of the benchmarking range 198.18.0.0/15 (RFC 2544). The host has no address in either; no interface has
/// the gateway
/// addresses until the node takes them. Who is where in the networks is the <see cref="NetworkPlan"/>'s.
/// </summary>
/// <param name="Number">0 to 255.</param>
internal readonly record struct SubnetPair(int Number)
{
    public const int Count = 256;
    public const int MaximumHosts = 230;
    public const int PrefixBits = 24;

    private const uint Range = 0xC6120000;

    public Ipv4Address Inside => new(Range + ((uint)Number << 9));

    public Ipv4Address Outside => new(Inside.Value + 256);

    public string InsideSubnet => $"{Inside}/{PrefixBits}";

    public string OutsideSubnet => $"{Outside}/{PrefixBits}";

    /// <summary>The pairs that no subnet of <paramref name="taken"/> touches, beginning at <paramref name="first"/>.</summary>
    public static IEnumerable<SubnetPair> Free(IEnumerable<IPNetwork> taken, int first)
    {
        List<IPNetwork> networks = [.. taken];
        return Enumerable.Range(first, Count).Select(number => new SubnetPair(number % Count)).Where(pair => !networks.Any(pair.Overlaps));
    }

    private bool Overlaps(IPNetwork network) =>
        Overlap(network, IPNetwork.Parse(InsideSubnet)) || Overlap(network, IPNetwork.Parse(OutsideSubnet));

    private static bool Overlap(IPNetwork left, IPNetwork right) => left.Contains(right.BaseAddress) || right.Contains(left.BaseAddress);
}
