using Chaos.Model;
using Chaos.Targets.Nftables;

namespace Chaos.Targets.Tests;

public sealed class NftablesTargetTests
{
    private static readonly NatOptions options = new() { Variant = "cilium-1.19", Map = new MapOptions(1024) };

    [Fact]
    public void Connections_live_as_long_as_ciliums_where_they_are_tracked_and_else_as_the_kernel_says()
    {
        NodePlacement kernels = new NftablesTarget().Place(options);
        NodePlacement ciliums = new NftablesTarget().Place(options with { Conntrack = new ConntrackOptions() });

        Assert.DoesNotContain(kernels.Sysctls.Keys, name => name.Contains("timeout", StringComparison.Ordinal));
        // CT_CONNECTION_LIFETIME_TCP, CT_CLOSE_TIMEOUT, CT_CONNECTION_LIFETIME_NONTCP of Cilium's bpf/lib/conntrack.h.
        Assert.Equal("8000", ciliums.Sysctls["net.netfilter.nf_conntrack_tcp_timeout_established"]);
        Assert.Equal("10", ciliums.Sysctls["net.netfilter.nf_conntrack_tcp_timeout_time_wait"]);
        Assert.Equal("60", ciliums.Sysctls["net.netfilter.nf_conntrack_udp_timeout_stream"]);
    }

    /// <summary>An engine refuses a container whose settings its kernel does not have.</summary>
    [Fact]
    public void Every_setting_of_the_container_is_one_that_the_kernel_has()
    {
        NodePlacement placement = new NftablesTarget().Place(options with { Conntrack = new ConntrackOptions() });

        Assert.SkipUnless(Directory.Exists("/proc/sys/net/netfilter"), "needs a kernel with connection tracking");
        Assert.All(placement.Sysctls.Keys, name => Assert.True(File.Exists($"/proc/sys/{name.Replace('.', '/')}"), name));
    }

    [Fact]
    public void The_node_has_one_privilege_and_is_asked_when_flows_die()
    {
        NodePlacement placement = new NftablesTarget().Place(options);

        Assert.Equal(["NET_ADMIN"], placement.Privileges);
        Assert.Equal(NodeDatapath.Nftables, placement.Datapath);
        Assert.True(placement.LooksWhenFlowsDie);
    }
}
