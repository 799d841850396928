using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>Which source ports of one client are taken. Watched flows own theirs from the start; reopened and short flows draw from what is left.</summary>
internal sealed class SourcePorts
{
    /// <summary>Ports tried before the client gives up.</summary>
    private const int Tries = 64;

    private readonly bool[] taken = new bool[65536];
    private readonly ushort minimum, maximum;

    public SourcePorts(TrafficPlan plan, int client)
    {
        (minimum, maximum) = (plan.SourcePortMinimum, plan.SourcePortMaximum);
        foreach (FlowPlan flow in plan.Flows)
            if (flow.Client == client)
                taken[flow.SourcePort] = true;
    }

    public bool TryTake(ref RandomStream random, out ushort port)
    {
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            port = (ushort)random.NextBetween(minimum, maximum);
            if (taken[port]) continue;
            taken[port] = true;
            return true;
        }

        port = 0;
        return false;
    }

    public void Return(ushort port) => taken[port] = false;
}
