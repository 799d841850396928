using Chaos.Faults;

namespace Chaos.Nat.Tests.Faults;

public sealed class FlushTests
{
    [Fact]
    public void Every_entry_goes_and_every_watched_flow_is_named()
    {
        FaultedNode node = new();
        node.World.Churn(100);
        node.World.Egress();

        FaultReport report = node.Act(new Flush { Table = FlushedTable.Nat });

        Assert.Equal((202, 0), (report.Counts[FaultReport.Entries], node.World.Datapath.Map.Count));
        Assert.Equal([0], report.Flows);
        Assert.Equal(PacketVerdict.Punt, node.World.Ingress());
    }
}
