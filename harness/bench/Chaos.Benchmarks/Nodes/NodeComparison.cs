using System.Globalization;
using Chaos.Containers;
using Chaos.Containers.Images;
using static Chaos.Benchmarks.Bars;

namespace Chaos.Benchmarks.Nodes;

/// <summary>
/// `compare node`: packets through our node in C#, our NAT in the kernel and nftables masquerade, in equal topologies, in alternating runs,
/// by medians.
/// </summary>
internal sealed class NodeComparison(TimeProvider time)
{
    private const int Rounds = 5;

    /// <summary>The host's connection tracking sees the bridged traffic of both; a full table would drop packets of either.</summary>
    private const double ConntrackShareLimit = 0.5;
    private static readonly TimeSpan LongestConntrackWait = TimeSpan.FromSeconds(150);

    private static readonly string[] Tools = ["nft", "nsenter"];

    private static readonly (string Name, string Load, string Unit, double Bar)[] Cases =
    [
        ("node-udp-packets", "udp", "packets/s", 0.8),
        ("node-tcp-connections", "connections", "connections/s", 0.6),
        ("node-tcp-bulk", "bulk", "Mbit/s", 0.5),
    ];

    private readonly Bars bars = new();

    /// <summary>The process's exit code: 1 if a bar was missed, 69 if the machine lacks what the comparison needs.</summary>
    public async Task<int> RunAsync()
    {
        if (MissingTool() is { } missing)
        {
            Console.Error.WriteLine(
                $"not measured: {missing} is not there, or we are not root. Try: apt-get install -y nftables util-linux");
            return 69;
        }

        using DockerEngine engine = await DockerEngine.ConnectAsync(CancellationToken.None);
        ProgramImages images = await ProgramImages.EnsureAsync(engine, time, CancellationToken.None);
        await using NodeUnderTest ours = await NodeUnderTest.StartOursAsync(engine, images);
        await using NodeUnderTest kernel = await NodeUnderTest.StartEbpfAsync(engine, images);
        await using NodeUnderTest peer = await NodeUnderTest.StartNftablesAsync(engine, images);
        foreach ((string name, string load, string unit, double bar) in Cases)
            await CompareAsync(ours, kernel, peer, name, load, unit, bar);
        return bars.ExitCode;
    }

    /// <summary>One round to warm up, then those that count.</summary>
    private async Task CompareAsync(
        NodeUnderTest ours, NodeUnderTest kernel, NodeUnderTest peer, string name, string load, string unit, double bar)
    {
        NodeUnderTest[] nodes = [ours, kernel, peer];
        List<double>[] rates = [[], [], []];
        for (int round = 0; round <= Rounds; round++)
        {
            for (int place = 0; place < nodes.Length; place++)
            {
                await UntilConntrackHasRoomAsync();
                rates[place].Add(await nodes[place].MeasureAsync(load));
            }
        }

        double mine = Median(rates[0]), ebpf = Median(rates[1]), theirs = Median(rates[2]), ratio = mine / theirs;
        Line($"{name} ours={mine:0} {unit} peer={theirs:0} {unit} ratio={ratio:0.00} ebpf={ebpf:0} {unit} ebpf-ratio={ebpf / theirs:0.00}");
        bars.Check(ratio >= bar, $"{name} misses its bar of {bar:0.0}");
    }

    private async Task UntilConntrackHasRoomAsync()
    {
        long started = time.GetTimestamp();
        while (Read("nf_conntrack_count") > ConntrackShareLimit * Read("nf_conntrack_max")
            && time.GetElapsedTime(started) < LongestConntrackWait)
            await Task.Delay(TimeSpan.FromSeconds(1), time);
    }

    private static double Read(string name) =>
        File.Exists($"/proc/sys/net/netfilter/{name}") ? double.Parse(
            File.ReadAllText($"/proc/sys/net/netfilter/{name}"), CultureInfo.InvariantCulture) : 0;

    private static string? MissingTool() => Environment.UserName != "root" ? "root"
        : Tools.FirstOrDefault(
            tool => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool))));
}
