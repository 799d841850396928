using System.Globalization;
using Chaos.Model;

namespace Chaos.Targets.Image;

/// <summary>What the environment tells an image: version 1 of the contract.</summary>
public static class ImageEnvironment
{
    /// <summary>The names that are ours.</summary>
    public const string Prefix = "CHAOS_";

    /// <summary>As the engine names them: first the network that the container is created on, then the one it is connected to.</summary>
    private const string Inside = "eth0", Outside = "eth1";

    /// <param name="network">The hosts of the run.</param>
    /// <param name="nat">What the scenario says under `nat`, with the egress address of the run.</param>
    public static IReadOnlyDictionary<string, string> Of(NetworkPlan network, NatOptions nat) =>
        new Dictionary<string, string>(nat.Environment)
        {
            [$"{Prefix}CONTRACT"] = "1",
            [$"{Prefix}INSIDE_INTERFACE"] = Inside,
            [$"{Prefix}INSIDE_ADDRESS"] = network.NodeInside.ToString(),
            [$"{Prefix}INSIDE_GATEWAY"] = network.InsideGateway.ToString(),
            [$"{Prefix}INSIDE_NETWORK"] = $"{network.InsideNetwork}/{network.PrefixBits}",
            [$"{Prefix}OUTSIDE_INTERFACE"] = Outside,
            [$"{Prefix}OUTSIDE_ADDRESS"] = network.NodeOutside.ToString(),
            [$"{Prefix}OUTSIDE_GATEWAY"] = network.OutsideGateway.ToString(),
            [$"{Prefix}OUTSIDE_NETWORK"] = $"{network.OutsideNetwork}/{network.PrefixBits}",
            [$"{Prefix}EGRESS_ADDRESS"] = nat.EgressAddress.ToString(),
            [$"{Prefix}FIRST_PORT"] = nat.Ports.Minimum.ToString(CultureInfo.InvariantCulture),
            [$"{Prefix}LAST_PORT"] = nat.Ports.Maximum.ToString(CultureInfo.InvariantCulture),
            [$"{Prefix}TABLE_ENTRIES"] = nat.Map.Size.ToString(CultureInfo.InvariantCulture),
            [$"{Prefix}UNMATCHED"] = nat.Unmatched == UnmatchedReply.Drop ? "drop" : "punt",
        };
}
