using Chaos.Bpf;
using Chaos.Containers.Tests.Support;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Targets;
using Chaos.Targets.Ebpf;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>The NAT in the node's kernel, under real sockets.</summary>
[Trait("Category", "Docker")]
public sealed class EbpfTargetTests(DockerFixture docker)
{
    [Theory]
    [InlineData("baseline", "reverse", FlowState.Died)]
    [InlineData("restore-reverse", "reverse", FlowState.Survived)]
    [InlineData("single-entry", "both", FlowState.Survived)]
    public async Task An_entry_deleted_in_the_kernels_map_hurts_its_flow_as_the_variant_says_and_no_other(
        string variant, string half, FlowState expected)
    {
        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new EbpfTarget(), $$"""
            version: 1
            name: ebpf-evict
            clients: 2
            servers: 2
            warmUp: none
            duration: 5s
            seed: 7
            nat: { target: ebpf, variant: {{variant}}, map: { size: 4096, possibleCpus: {{PossibleCpus.Count}}, batch: {{Batch}} } }
            flows:
              - { name: send, protocol: udp, count: 8, clientEvery: 100ms, serverEvery: never, patience: 4s }
              - { name: web, protocol: tcp, count: 8, clientEvery: 100ms, reply: true, patience: 4s }
            faults: [ { at: 1s, evict: { half: {{half}}, count: 1, group: web } } ]
            """);

        int victim = Assert.Single(Assert.Single(outcome.Faults).Report.Flows);
        FlowRecord hurt = flows.Single(flow => flow.Flow == $"web-{victim - 8}");
        Assert.Equal(expected, hurt.State);
        Assert.All(flows.Except([hurt]), flow => Assert.Equal(FlowState.Survived, flow.State));
        if (expected == FlowState.Died) Assert.Equal((DeathCause.Reset, Mechanism.Fault), (hurt.Cause, hurt.Mechanism));
        Assert.True(outcome.Packets > 0);
    }

    [Fact]
    public async Task Under_pressure_the_kernel_evicts_and_a_death_is_explained_by_the_half_that_is_gone()
    {
        (RunOutcome outcome, FlowRecord[] flows) = await docker.RunAsync(new EbpfTarget(), $$"""
            version: 1
            name: ebpf-pressure
            clients: 2
            servers: 2
            duration: 6s
            seed: 7
            nat: { target: ebpf, variant: baseline, map: { size: 1024, possibleCpus: {{PossibleCpus.Count}}, batch: {{Batch}} } }
            flows:
              - { name: feeds, protocol: udp, count: 60, clientEvery: 3s, serverEvery: 100ms, patience: 4s }
            pressure: [ { name: dns, protocol: udp, rate: 600/s, replies: false } ]
            """);

        Assert.True(outcome.Table is { Evictions: > 1000, Capacity: 1024, Entries: > 512 and <= 1024 });
        FlowRecord[] dead = [.. flows.Where(flow => flow.State == FlowState.Died)];
        Assert.NotEmpty(dead);
        // Where the client speaks rarely its original entry is the one that ages.
        Assert.Contains(dead, flow => flow.Mechanism is Mechanism.OriginalEvicted or Mechanism.BothEvicted);
        Assert.All(dead, flow => Assert.Null(flow.BrokenAtNs));
    }

    [Fact]
    public async Task A_target_that_routes_packets_untranslated_is_refused_before_the_run()
    {
        DockerUnavailableException refused = await Assert.ThrowsAsync<DockerUnavailableException>(
            () => docker.StartAsync(SmallRuns.Empty("around") with { Target = new Impostor("1"), ProvesPath = true }));

        Assert.Contains("is not in the path: a server saw a client's packet from 198.1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_forwards_nothing_is_refused_before_the_run()
    {
        DockerUnavailableException refused = await Assert.ThrowsAsync<DockerUnavailableException>(
            () => docker.StartAsync(SmallRuns.Empty("dead-end") with { Target = new Impostor("0"), ProvesPath = true }));

        Assert.Contains("no packet from a client has reached a server", refused.Message, StringComparison.Ordinal);
    }

    private static string Batch => RunningKernel.ScalesBatches() ? "scaled" : "fixed-128";

    /// <summary>Says that it translates, and leaves packets to the node's kernel.</summary>
    private sealed class Impostor(string forwards) : IContainerTarget
    {
        public string Name => "impostor";

        public string Description => "no NAT";

        public bool Translates => true;

        public CapabilitySet InContainers { get; } = new(Capability.None);

        public NodePlacement Place(NatOptions options) => new(
            NodeDatapath.Routing, null, ["NET_ADMIN"], new Dictionary<string, string> { ["net.ipv4.ip_forward"] = forwards });
    }
}
