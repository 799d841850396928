using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Tests.Faults;

public sealed class MapBusyTests
{
    [Fact]
    public void A_new_mapping_fails_while_every_update_does_and_a_standing_one_goes_on()
    {
        FaultedNode node = new();
        node.World.Egress();
        node.Act(new MapBusy { Share = 1 });

        Assert.Equal(-1, node.World.Egress(41000));
        Assert.Equal(NatWorld.Port, node.World.Egress());
        Assert.Equal(PacketVerdict.Forward, node.World.Ingress());

        FaultReport report = node.Act(new MapBusy { Share = 1 }, phase: FaultPhase.End);
        Assert.Equal(32, report.Counts["failed"]);
        Assert.Equal(41000, node.World.Egress(41000));
    }

    /// <summary>Upstream takes every refusal of a create for a taken port.</summary>
    [Fact]
    public void A_connection_whose_first_update_fails_gets_another_port()
    {
        FaultedNode node = new();
        node.Act(new MapBusy { Share = 0.5 });

        int[] ports = [.. Enumerable.Range(0, 200).Select(number => node.World.Egress((ushort)(41000 + number)))];

        // The reverse entry takes its own port with 0.5, then the original one is written with 0.5.
        Assert.InRange(ports.Where((port, number) => port == 41000 + number).Count(), 30, 70);
        Assert.InRange(ports.Count(port => port >= 0), 75, 125);
    }

    [Fact]
    public void A_connection_that_is_mapped_again_and_refused_its_port_dies_of_the_fault()
    {
        int moved = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            FaultedNode node = new();
            node.World.Egress();
            node.World.Remove(MappingHalf.Original);
            node.World.Remove(MappingHalf.Reverse);
            node.Act(new MapBusy { Share = 0.5 }, seed);

            int port = Enumerable.Range(0, 100).Select(_ => node.World.Egress()).First(port => port >= 0);

            if (port == NatWorld.Port) continue;
            moved++;
            Assert.Equal(Mechanism.Fault, node.World.Incidents.First(incident => incident.Met == PacketMet.NewPort).Mechanism);
        }

        Assert.InRange(moved, 5, 15);
    }

    [Fact]
    public void A_restore_that_fails_drops_the_packet()
    {
        FaultedNode node = new("restore-both");
        node.World.Egress();
        node.World.Remove(MappingHalf.Reverse);
        node.Act(new MapBusy { Share = 1 });

        Assert.Equal(-1, node.World.Egress());

        node.Act(new MapBusy { Share = 1 }, phase: FaultPhase.End);
        Assert.Equal(NatWorld.Port, node.World.Egress());
    }

    [Fact]
    public void Nothing_is_evicted_for_an_update_that_fails()
    {
        FaultedNode node = new();
        node.World.Churn(600);
        long before = node.World.Datapath.Map.Evictions;
        node.Act(new MapBusy { Share = 1 });

        node.World.Churn(900);

        Assert.True(before > 0);
        Assert.Equal(before, node.World.Datapath.Map.Evictions);
    }

    [Fact]
    public void Conntrack_refuses_a_new_connection_and_knows_the_old_ones()
    {
        NatWorld world = new(NatWorld.Options("baseline") with { Conntrack = new ConntrackOptions(1024, 1024, null) });
        world.Egress();
        world.Datapath.Control.Table.FailUpdates(BusyMaps.Conntrack, 1, seed: 1);

        Assert.Equal((NatWorld.Port, -1), (world.Egress(), world.Egress(41000)));
        Assert.Equal(1, world.Datapath.Control.Table.FailUpdates(BusyMaps.Conntrack, 0, seed: 1));
        Assert.Equal(41000, world.Egress(41000));
    }
}
