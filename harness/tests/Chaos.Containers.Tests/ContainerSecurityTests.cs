using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Docker.DotNet.Models;
using Topology = Chaos.Containers.Topologies.Topology;

namespace Chaos.Containers.Tests;

[Trait("Category", "Docker")]
public sealed class ContainerSecurityTests(DockerFixture docker)
{
    [Fact]
    public async Task Running_containers_may_do_next_to_nothing()
    {
        await using Topology topology = await docker.StartAsync(SmallRuns.Empty("security"));

        foreach (ContainerProgram program in (ContainerProgram[])[topology.Node, .. topology.Clients, .. topology.Servers])
        {
            ContainerInspectResponse container = await docker.Engine.Client.Containers.InspectContainerAsync(program.Id, TestContext.Current.CancellationToken);
            HostConfig host = container.HostConfig!;
            bool isNode = program == topology.Node;
            Assert.Equal(["ALL"], host.CapDrop!);
            Assert.Equal(isNode ? ["NET_RAW"] : [], (host.CapAdd ?? []).Select(name => name.Replace("CAP_", "", StringComparison.Ordinal)));
            Assert.Empty(host.Devices ?? []);
            Assert.Equal(["no-new-privileges"], host.SecurityOpt!);
            Assert.True(host.ReadonlyRootfs);
            Assert.False(host.Privileged);
            Assert.Empty(host.PortBindings ?? new Dictionary<string, IList<PortBinding>>());
            Assert.Empty(container.Mounts ?? []);
            Assert.Equal("none", host.LogConfig!.Type);
            Assert.True(host.Memory > 0 && host.PidsLimit > 0);
            Assert.Equal(isNode ? "0:0" : "65534:65534", container.Config!.User);
            Assert.Equal(isNode ? 2 : 1, container.NetworkSettings!.Networks!.Count);
        }
    }
}
