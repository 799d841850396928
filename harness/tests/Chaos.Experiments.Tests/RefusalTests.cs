using Chaos.Experiments.Worlds;
using Chaos.Nat;
using Chaos.Simulation;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

/// <summary>What a target or a world cannot do is refused at its place in the scenario, before anything starts.</summary>
public sealed class RefusalTests : IDisposable
{
    /// <summary>Six lines; what a test adds starts at line 7.</summary>
    private const string Small = """
        version: 1
        name: small
        duration: 5s
        flows:
          - { name: feeds, protocol: udp, count: 4, serverEvery: 1s }
        repetitions: 1

        """;

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-");

    [Theory]
    [InlineData("nat: { rss: on, map: { possibleCpus: 2 } }", "docker", "scenario:7:13: `nat.rss: on` is for --backend sim")]
    [InlineData("nat: { target: none }\nlinks: { clientToNode: { delay: 50ms } }", "docker", "scenario:8:8: `links` is for --backend sim")]
    [InlineData(
        "nat: { target: none }\nfaults: [{ at: 1s, evict: { half: both, count: 1 } }]", "sim",
        "scenario:8:27: `evict` asks for what this target cannot do: remove both entries of a mapping")]
    [InlineData(
        "nat: { target: none }\nfaults: [{ when: fill >= 50%, clientPause: all, for: 1s }]", "sim",
        "scenario:8:18: `when` asks for what this target cannot do: report its table")]
    [InlineData(
        "nat: { target: nftables }\nfaults: [{ at: 1s, evict: { half: reverse, count: 1 } }]", "docker",
        "scenario:8:27: `evict` removes one entry alone, and a connection of the kernel is one object: use `half: both`")]
    [InlineData(
        "nat: { target: nftables }\nfaults: [{ at: 1s, evict: { half: any, count: 1 } }]", "docker",
        "scenario:8:27: `evict` removes one entry alone")]
    [InlineData(
        "nat: { target: nftables, variant: baseline }", "docker",
        "scenario:7:35: `nat.variant: baseline` is for Cilium's NAT, and the kernel has its own")]
    [InlineData(
        "matrix: { nat.target: [csharp, nftables], nat.variant: [cilium-1.19, restore-both] }", "docker",
        "scenario:7:70: `nat.variant: restore-both` is for Cilium's NAT")]
    [InlineData(
        "nat: { target: nftables, portSelection: cilium-1.16 }", "docker",
        "scenario:7:41: `nat.portSelection` is for Cilium's NAT")]
    [InlineData(
        "nat: { target: nftables, map: { lru: percpu } }", "docker",
        "scenario:7:38: `nat.map.lru: percpu` is for an LRU map")]
    [InlineData(
        "nat: { target: nftables, conntrack: on, conntrackTcpSize: 1000 }", "docker",
        "scenario:7:59: `nat.conntrackTcpSize` is for Cilium's conntrack maps")]
    [InlineData(
        "nat: { target: nftables }\nfaults: [{ at: 1s, resize: { size: 100, entries: carried } }]", "docker",
        "scenario:8:28: `resize` replaces the table, which the kernel does not")]
    [InlineData(
        "nat: { target: image, image: my-nat }\nfaults: [{ at: 1s, for: 1s, pause: node }]", "docker",
        "scenario:8:36: `pause` is carried out by the csharp node")]
    [InlineData(
        "nat: { target: image, image: my-nat }\nfaults: [{ at: 1s, restart: { map: lost } }]", "docker",
        "scenario:8:29: `restart` replaces the table, which is no part of the contract for images: use `flush`")]
    [InlineData("nat: { target: nftables }", "sim", "scenario:7:16: `nat.target: nftables` does not run with --backend sim")]
    public Task What_a_world_or_a_target_cannot_do(string more, string world, string expected) =>
        Refused<RefusedException>(Experiment.FromText(Small + more), WorldCatalog.Find(world), MapEngineKind.Own, expected);

    [Theory]
    [InlineData("nat: { target: nftables, conntrack: on, unmatched: drop, ports: 1024-2047 }")]
    [InlineData("nat: { target: nftables }\nfaults: [{ at: 1s, evict: { half: both, count: 1 } }, { at: 2s, flush: nat }]")]
    [InlineData("nat: { target: nftables }\nfaults: [{ when: fill >= 50%, portRange: 1024-2047 }, { at: 2s, egressAddress: 1 }]")]
    [InlineData("matrix: { nat.target: [csharp, nftables], nat.variant: [cilium-1.19] }")]
    [InlineData("matrix: { nat.target: [csharp, none], nat.variant: [cilium-1.19, restore-both], nat.map.lru: [percpu] }")]
    public void What_a_target_can_do_in_containers_is_not_refused(string more)
    {
        Experiment experiment = Experiment.FromText(Small + more);

        Requirements.Check(experiment.Plan, WorldCatalog.Find("docker"), MapEngineKind.Own, experiment.Targets);
    }

    [Fact]
    public Task Reference_bits_in_the_tables_of_a_kernel() => Refused<KernelUnfitException>(
        Experiment.FromText(Small + "faults: [{ at: 1s, evict: { half: both, select: referenced, count: 1 } }]"), WorldCatalog.Find("sim"),
        MapEngineCatalog.Kernel,
        "scenario:7:27: `evict` selects entries by their reference bits");

    [Fact]
    public Task A_datapath_of_somebodys_own_in_containers()
    {
        TargetCatalog targets = TargetCatalog.BuiltIn.With(new DatapathTarget("mine", _ => new Deaf()));

        return Refused<RefusedException>(
            Experiment.FromText(Small + "nat: { target: mine }", targets: targets), WorldCatalog.Find("docker"), MapEngineKind.Own,
            "scenario:7:16: `nat.target: mine` does not run with --backend docker");
    }

    [Fact]
    public void A_name_that_is_taken_is_no_name_for_a_target() =>
        Assert.Throws<ArgumentException>(() => TargetCatalog.BuiltIn.With(new DatapathTarget("none", _ => new Deaf())));

    public void Dispose() => scratch.Delete(recursive: true);

    private async Task Refused<T>(Experiment experiment, WorldKind world, MapEngineKind engine, string expected)
        where T : Exception
    {
        T checking = Assert.Throws<T>(() => Requirements.Check(experiment.Plan, world, engine, experiment.Targets));
        Assert.Contains(expected, checking.Message, StringComparison.Ordinal);

        ExperimentOptions options = new() { World = world, MapEngine = engine, Folder = Path.Combine(scratch.FullName, "run") };
        bool opened = false;
        T opening = await Assert.ThrowsAsync<T>(() => Session.OpenAsync(
            [experiment],
            options,
            (_, _) =>
            {
                opened = true;
                throw new InvalidOperationException("a world was opened");
            },
            TestContext.Current.CancellationToken));

        Assert.Equal(checking.Message, opening.Message);
        Assert.False(opened);
        Assert.Empty(scratch.EnumerateFileSystemInfos());
    }

    private sealed class Deaf : INatDatapath
    {
        public PacketVerdict Process(Span<byte> packet, long nowNanoseconds, int cpu) => PacketVerdict.Punt;
    }
}
