using Chaos.Nat.Snat;

namespace Chaos.Nat.Tests;

public sealed class PortSelectionTests
{
    [Fact]
    public void A_source_port_in_the_range_is_kept() => Assert.Equal(40000, new PortSelection(32768, 65535, 1).First(40000));

    [Fact]
    public void A_source_port_outside_the_range_is_drawn_inside_it() =>
        Assert.InRange(new PortSelection(32768, 65535, 1).First(1024), (ushort)32768, ushort.MaxValue);

    /// <summary>The cycle that follows from Cilium's arithmetic: v + 1 goes through min + (v * range >> 16) again.</summary>
    [Fact]
    public void The_walk_by_one_ends_in_a_cycle_of_sixteen_ports()
    {
        PortSelection selection = new(32768, 65535, 1);
        ushort port = 40000;
        for (int attempt = 1; attempt <= 16; attempt++) port = selection.Next(port, attempt);

        HashSet<ushort> cycle = [];
        for (int attempt = 17; attempt <= 64; attempt++) cycle.Add(port = selection.Next(port, attempt));

        ushort[] expected =
            [32768, 49152, 57344, 61440, 63488, 64512, 65024, 65280, 65408, 65472, 65504, 65520, 65528, 65532, 65534, 65535];
        Assert.Equal(expected, cycle.Order());
    }
}
