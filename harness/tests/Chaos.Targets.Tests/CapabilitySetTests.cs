using Chaos.Model;
using Chaos.Targets.Csharp;
using Chaos.Targets.None;

namespace Chaos.Targets.Tests;

public sealed class CapabilitySetTests
{
    private static readonly CapabilitySet some = new(Capability.HoldPackets | Capability.CarryLinks);

    [Fact]
    public void Nothing_is_missing_of_what_is_there()
    {
        Assert.True(some.Has(Capability.HoldPackets | Capability.CarryLinks));
        Assert.Null(some.WhyNot(Capability.HoldPackets));
        Assert.Null(some.WhyNot(Capability.None));
    }

    [Fact]
    public void A_set_that_has_a_part_of_what_is_wanted_has_not_all_of_it()
    {
        Assert.False(some.Has(Capability.HoldPackets | Capability.KeepPackets));
        Assert.Equal("asks for what this target cannot do: keep packets", some.WhyNot(Capability.HoldPackets | Capability.KeepPackets));
    }

    [Fact]
    public void The_reason_is_the_one_of_the_set_where_it_has_one()
    {
        CapabilitySet less = some.Without(Capability.CarryLinks, "is for another world");

        Assert.Equal("is for another world", less.WhyNot(Capability.CarryLinks));
        Assert.Null(less.WhyNot(Capability.HoldPackets));
        Assert.Null(some.WhyNot(Capability.CarryLinks));
    }

    [Fact]
    public void Of_several_that_are_missing_the_first_is_named() =>
        Assert.Equal("asks for what this target cannot do: remove an original entry alone", some.WhyNot(
            Capability.KeepPackets | Capability.EvictOriginal));

    [Fact]
    public void Every_capability_has_words_of_its_own()
    {
        CapabilitySet nothing = new(Capability.None);
        string?[] reasons = [.. Enum.GetValues<Capability>().Where(one => one != Capability.None).Select(nothing.WhyNot)];

        Assert.Equal(reasons.Length, reasons.Distinct().Count());
        Assert.All(Enum.GetNames<Capability>(), name => Assert.DoesNotContain(name, reasons.Select(reason => reason!.Split(": ")[1])));
    }

    [Fact]
    public void Each_world_of_our_own_target_has_what_the_other_lacks_and_says_why()
    {
        CsharpTarget target = new();

        Assert.Contains("--backend sim", target.InContainers.WhyNot(Capability.SpreadOverCpus), StringComparison.Ordinal);
        Assert.Null(target.InSimulation.WhyNot(Capability.SpreadOverCpus));
        Assert.Null(target.InContainers.WhyNot(Capability.KeepPackets));
        Assert.Equal("simulated packets are nowhere to be caught", target.InSimulation.WhyNot(Capability.KeepPackets));
        Assert.Contains("--backend sim", NoneTarget.Instance.InContainers.WhyNot(Capability.CarryLinks), StringComparison.Ordinal);
    }
}
