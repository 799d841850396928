using Chaos.Containers.Running;

namespace Chaos.Experiments.Tests;

public sealed class MachineInvalidationsTests
{
    [Fact]
    public void A_generator_that_is_late_with_more_than_one_message_in_a_hundred_says_nothing_of_a_NAT()
    {
        Assert.Null(MachineInvalidations.OfGenerator(1000, 10));
        Assert.Equal("the generator fell behind: 11 of 1000 messages were late", MachineInvalidations.OfGenerator(1000, 11));
    }

    [Fact]
    public void A_node_that_loses_more_than_one_packet_in_a_thousand_says_nothing_of_a_NAT()
    {
        Assert.Null(MachineInvalidations.OfNode(9990, 10, nodePaused: false));
        Assert.Equal("the node fell behind: 11 of 10000 packets were lost before it took them",
            MachineInvalidations.OfNode(9989, 11, nodePaused: false));
    }

    [Fact]
    public void What_a_node_loses_while_a_fault_holds_it_up_is_the_effect_of_the_fault() =>
        Assert.Null(MachineInvalidations.OfNode(1, 1000, nodePaused: true));

    [Fact]
    public void A_node_and_a_generator_without_work_have_no_flaw()
    {
        Assert.Null(MachineInvalidations.OfGenerator(0, 0));
        Assert.Null(MachineInvalidations.OfNode(0, 0, nodePaused: false));
    }
}
