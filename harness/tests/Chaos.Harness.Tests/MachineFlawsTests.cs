using Chaos.Harness.Backends;

namespace Chaos.Harness.Tests;

public sealed class MachineFlawsTests
{
    [Fact]
    public void A_generator_that_is_late_with_more_than_one_message_in_a_hundred_says_nothing_of_a_NAT()
    {
        Assert.Null(MachineFlaws.OfGenerator(1000, 10));
        Assert.Equal("the generator fell behind: 11 of 1000 messages were late", MachineFlaws.OfGenerator(1000, 11));
    }

    [Fact]
    public void A_node_that_loses_more_than_one_packet_in_a_thousand_says_nothing_of_a_NAT()
    {
        Assert.Null(MachineFlaws.OfNode(9990, 10, stoodStill: false));
        Assert.Equal("the node fell behind: 11 of 10000 packets were lost before it took them", MachineFlaws.OfNode(9989, 11, stoodStill: false));
    }

    [Fact]
    public void What_a_node_loses_while_a_fault_holds_it_up_is_the_effect_of_the_fault() =>
        Assert.Null(MachineFlaws.OfNode(1, 1000, stoodStill: true));

    [Fact]
    public void A_node_and_a_generator_without_work_have_no_flaw()
    {
        Assert.Null(MachineFlaws.OfGenerator(0, 0));
        Assert.Null(MachineFlaws.OfNode(0, 0, stoodStill: false));
    }
}
