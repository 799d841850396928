using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Docker.DotNet.Models;
using Topology = Chaos.Containers.Topologies.Topology;

namespace Chaos.Containers.Lifecycle.Tests;

[Trait("Category", "Docker")]
public sealed class ContainerSecurityTests(DockerFixture docker)
{
    [Theory]
    [InlineData("csharp", "NET_RAW", 1UL << 13)]
    [InlineData("none", "NET_ADMIN", 1UL << 12)]
    [InlineData("nftables", "NET_ADMIN", 1UL << 12)]
    [InlineData("ebpf", "BPF NET_ADMIN", 1UL << 12 | 1UL << 39)]
    public async Task Running_containers_may_do_next_to_nothing(string target, string capabilitiesOfNode, ulong capabilityBits)
    {
        await using Topology topology = await docker.StartAsync(SmallRuns.Empty("security").Behind(target));
        if (topology.Warnings is [var warning])
        {
            // An engine that knows no BPF capability: the run says what the node has instead.
            Assert.Contains("does not know CAP_BPF: the node has CAP_SYS_ADMIN and CAP_NET_ADMIN", warning, StringComparison.Ordinal);
            (capabilitiesOfNode, capabilityBits) = ("SYS_ADMIN NET_ADMIN", 1UL << 12 | 1UL << 21);
        }

        foreach (ContainerProgram program in (ContainerProgram[])[topology.Node, .. topology.Clients, .. topology.Servers])
        {
            ContainerInspectResponse container = await docker.Engine.Client.Containers.InspectContainerAsync(
                program.Id, TestContext.Current.CancellationToken);
            HostConfig host = container.HostConfig!;
            bool isNode = program == topology.Node;
            Assert.Equal(["ALL"], host.CapDrop!);
            Assert.Equal(
                isNode ? capabilitiesOfNode.Split(' ') : [],
                (host.CapAdd ?? []).Select(name => name.Replace("CAP_", "", StringComparison.Ordinal)));
            Assert.Empty(host.Devices ?? []);
            Assert.Equal(["no-new-privileges"], host.SecurityOpt!);
            Assert.True(host.ReadonlyRootfs);
            Assert.False(host.Privileged);
            Assert.Empty(host.PortBindings ?? new Dictionary<string, IList<PortBinding>>());
            Assert.Empty(container.NetworkSettings!.Ports ?? new Dictionary<string, IList<PortBinding>>());
            Assert.Empty(container.Mounts ?? []);
            Assert.Equal("none", host.LogConfig!.Type);
            Assert.True(host.Memory > 0 && host.MemorySwap == host.Memory && host.PidsLimit > 0);
            Assert.Equal(isNode ? "0:0" : "65534:65534", container.Config!.User);
            Assert.Equal(isNode ? 2 : 1, container.NetworkSettings.Networks!.Count);
            AssertWhatTheKernelSays(container.State!.Pid, isNode ? capabilityBits : 0);
        }
    }

    /// <summary>
    /// The engine tells what was asked for; the kernel what holds. Where the engine is on another machine there is nothing to read.
    /// </summary>
    private void AssertWhatTheKernelSays(long process, ulong capabilities)
    {
        if (!docker.Engine.IsLocal) return;
        Dictionary<string, string> status = File.ReadLines($"/proc/{process}/status").Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim());
        Assert.Equal(capabilities, Convert.ToUInt64(status["CapEff"], 16));
        Assert.Equal(capabilities, Convert.ToUInt64(status["CapBnd"], 16));
        Assert.Equal("1", status["NoNewPrivs"]);
        Assert.Equal("2", status["Seccomp"]);
    }
}
