using System.Diagnostics;
using Chaos.Containers;
using Chaos.Containers.Images;
using Chaos.Containers.Topologies;
using Chaos.Model;
using Chaos.Targets;
using Chaos.Targets.Csharp;
using Chaos.Targets.Ebpf;
using Chaos.Targets.None;
using Chaos.Worlds;

namespace Chaos.Benchmarks.Nodes;

/// <summary>
/// One client, a node, one server, as a container run builds them; the node is ours, in C# or in the kernel, or an nftables masquerade.
/// </summary>
internal sealed class NodeUnderTest(Topology topology, long client, long server) : IAsyncDisposable
{
    private const int MapSize = 1 << 20;

    /// <summary>Of the server's ports; the loads know it.</summary>
    public string ServerAddress => topology.Servers[0].Address;

    public string ClientAddress => topology.Clients[0].Address;

    public static Task<NodeUnderTest> StartOursAsync(DockerEngine engine, ProgramImages images) =>
        StartAsync(engine, images, new CsharpTarget());

    public static Task<NodeUnderTest> StartEbpfAsync(DockerEngine engine, ProgramImages images) =>
        StartAsync(engine, images, new EbpfTarget());

    public static async Task<NodeUnderTest> StartNftablesAsync(DockerEngine engine, ProgramImages images)
    {
        NodeUnderTest node = await StartAsync(engine, images, NoneTarget.Instance);
        await node.MasqueradeAsync(engine);
        return node;
    }

    /// <summary>
    /// Runs a load's server and client inside the two containers' networks, and returns the number that one of them measured.
    /// </summary>
    public async Task<double> MeasureAsync(string load)
    {
        using Process receiver = Enter(server, load + "-server", ServerAddress);
        // It says so when it listens.
        await receiver.StandardOutput.ReadLineAsync();
        using Process sender = Enter(client, load + "-client", ServerAddress, ClientAddress);
        string sent = await sender.StandardOutput.ReadToEndAsync();
        await sender.WaitForExitAsync();
        receiver.StandardInput.Close();
        string received = await receiver.StandardOutput.ReadToEndAsync();
        await receiver.WaitForExitAsync();
        if (sender.ExitCode != 0 || receiver.ExitCode != 0) throw new InvalidOperationException($"the load {load} failed");
        return double.Parse(
            received.Trim() is { Length: > 0 } text ? text : sent.Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => topology.DisposeAsync();

    private static async Task<NodeUnderTest> StartAsync(DockerEngine engine, ProgramImages images, IContainerTarget target)
    {
        RunPlan plan = new()
        {
            Name = "compare-node",
            Traffic = new TrafficPlan
            {
                Clients = 1, Servers = 1, ServerPorts = [7000], SourcePortMinimum = 32768, SourcePortMaximum = 60999, Groups = [],
                Flows = [], Pressure = [],
            },
            Phases = new RunPhases(0, 0, 0, 0, 0, 0),
            Nat = new NatOptions { Variant = "baseline", Map = new MapOptions(MapSize, PossibleCpus: 2), Seed = 1 },
        };
        Topology topology = await Topology.StartAsync(
            engine, images, new TopologyOptions { Plan = plan, Target = target }, TimeProvider.System, CancellationToken.None);
        return new NodeUnderTest(
            topology, await engine.ProcessOfAsync(topology.Clients[0]), await engine.ProcessOfAsync(topology.Servers[0]));
    }

    private async Task MasqueradeAsync(DockerEngine engine)
    {
        string outside = new Ipv4Address(topology.EgressAddress.Value & ~0xFFu) + "/24";
        string rules = $"table ip nat {{ chain out {{ type nat hook postrouting priority srcnat; ip saddr != {outside} ip daddr "
            + $"{outside} masquerade; }}; }}";
        using Process nft = Process.Start(
            new ProcessStartInfo("nsenter", ["-t", $"{await engine.ProcessOfAsync(topology.Node)}", "-n", "nft", rules]))!;
        await nft.WaitForExitAsync();
        if (nft.ExitCode != 0) throw new InvalidOperationException("nft refused the masquerade");
    }

    private static Process Enter(long process, params string[] words) => Process.Start(new ProcessStartInfo(
        "nsenter", ["-t", $"{process}", "-n", "dotnet", typeof(NodeUnderTest).Assembly.Location, "load", .. words])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
