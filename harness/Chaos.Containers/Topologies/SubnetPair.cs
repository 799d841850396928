using System.Net;

namespace Chaos.Containers.Topologies;

/// <summary>
/// Two neighbouring /24 networks of the benchmarking range 198.18.0.0/15 (RFC 2544), and who stands where in them. The host
/// has no address in either; the gateway address is nobody's until the node takes it.
/// </summary>
/// <param name="Number">0 to 255.</param>
internal readonly record struct SubnetPair(int Number)
{
    public const int Count = 256;
    public const int MaximumHosts = 230;

    private const uint Range = 0xC6120000;
    private const uint Gateway = 1;
    private const uint NodeHost = 2;
    private const uint FirstHost = 10;
    private const uint EgressHost = 250;

    public string InsideSubnet => $"{Address(Inside)}/24";

    public string OutsideSubnet => $"{Address(Outside)}/24";

    public string InsideGateway => Address(Inside + Gateway);

    public string OutsideGateway => Address(Outside + Gateway);

    public string NodeInside => Address(Inside + NodeHost);

    public string NodeOutside => Address(Outside + NodeHost);

    /// <summary>What the node translates clients to; no interface has it.</summary>
    public string Egress => Address(Outside + EgressHost);

    /// <summary>Where clients find a node port's services; no interface has it.</summary>
    public string Frontend => Address(Inside + EgressHost);

    private uint Inside => Range + ((uint)Number << 9);

    private uint Outside => Inside + 256;

    public string Client(int index) => Address(Inside + FirstHost + (uint)index);

    public string Server(int index) => Address(Outside + FirstHost + (uint)index);

    /// <summary>The pairs that no subnet of <paramref name="taken"/> touches, beginning at <paramref name="first"/>.</summary>
    public static IEnumerable<SubnetPair> Free(IEnumerable<IPNetwork> taken, int first)
    {
        List<IPNetwork> networks = [.. taken];
        return Enumerable.Range(first, Count).Select(number => new SubnetPair(number % Count)).Where(pair => !networks.Any(pair.Overlaps));
    }

    private bool Overlaps(IPNetwork network) =>
        Overlap(network, IPNetwork.Parse(InsideSubnet)) || Overlap(network, IPNetwork.Parse(OutsideSubnet));

    private static bool Overlap(IPNetwork left, IPNetwork right) => left.Contains(right.BaseAddress) || right.Contains(left.BaseAddress);

    private static string Address(uint value) => $"{value >> 24}.{(value >> 16) & 255}.{(value >> 8) & 255}.{value & 255}";
}
