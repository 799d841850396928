using Chaos.Runs;

namespace Chaos.Experiments.Sizing;

/// <summary>
/// The options that set the size of Cilium's NAT map: a number, `bpf-nat-global-max`; or `bpf-map-dynamic-size-ratio`, a part of the
/// memory of the node that all its maps share. At the default of 0.0025, 1 GiB gives 66,280 entries to the NAT map; the least is 131,072.
/// Source: recorded on the agent's own calculation for nodes of 1, 4 and 16 GiB.
/// </summary>
internal static class CiliumOptions
{
    private const double EntriesPerGibibyte = 66_280, UsualRatio = 0.0025;

    private const long Floor = 131_072;

    /// <param name="entries">That are needed.</param>
    public static CiliumSetting For(long entries) => new(
        entries, Ratio(entries, 4), Ratio(entries, 16), Ratio(entries, 64), entries <= Floor);

    /// <summary>Of a node with so much memory, six decimals, never below what is needed.</summary>
    private static double Ratio(long entries, double gibibytes) =>
        Math.Ceiling(entries * UsualRatio / (EntriesPerGibibyte * gibibytes) * 1e6) / 1e6;
}
