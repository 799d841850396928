using Chaos.Control;
using Chaos.Model;

namespace Chaos.Node.Nats;

/// <summary>The kernel forwards packets as they are.</summary>
internal sealed class Routing : INodeNat
{
    public Routing(NetworkPlan network) => new NodeNetworks(network).LetTheKernelRoute();

    public NodeStatistics ReadStatistics(long now) => new()
    {
        At = now, Packets = 0, Forwarded = 0, Punted = 0, WriteFailures = 0, Drops = new Dictionary<string, long>(), Mappings = 0,
    };

    public void Dispose()
    {
        // Addresses and routes end with the container.
    }
}
