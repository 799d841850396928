using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Simulation;

/// <summary>The two networks of every simulated run: the halves of 198.18.0.0/15, the benchmarking range of RFC 2544.</summary>
internal static class SimulatedNetworks
{
    private const int PrefixBits = 16;

    private static readonly Ipv4Address Inside = new(0xC612_0000), Outside = new(0xC613_0000);

    public static NetworkPlan Of(RunPlan plan, bool translates) => plan.On(Inside, Outside, PrefixBits, translates);
}
