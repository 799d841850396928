using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Chaos.Linux;
using Chaos.Packets;
using static Chaos.Benchmarks.Bars;

namespace Chaos.Benchmarks.Starts;

/// <summary>
/// `measure start`: from the command `./chaos run` in containers to the first packet of a flow, as the host's own network sees it, and from
/// Ctrl-C to the end of the process, by when the containers are gone.
/// </summary>
internal sealed class StartMeasurement(TimeProvider time)
{
    private const int Rounds = 5;
    private const double FirstPacketBar = 5, TeardownBar = 5;
    private const int Interrupted = 130;

    /// <summary>198.18.0.0/15, where the hosts of a topology are and nobody else.</summary>
    private const uint HostNetwork = 0xC6120000, HostMask = 0xFFFE0000;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Bars bars = new();

    /// <summary>The process's exit code: 1 if a bar was missed, 69 if packets cannot be seen.</summary>
    /// <param name="scenario">A path from the repository's root.</param>
    public async Task<int> RunAsync(string scenario)
    {
        if (Environment.UserName != "root")
        {
            Console.Error.WriteLine("not measured: only root sees the packets. Try: sudo, and the same command");
            return 69;
        }

        // The first round builds the command line and the images; it does not count.
        List<double> starts = [], teardowns = [];
        for (int round = 0; round <= Rounds; round++)
        {
            (TimeSpan start, TimeSpan teardown) = await MeasureAsync(scenario);
            starts.Add(start.TotalSeconds);
            teardowns.Add(teardown.TotalSeconds);
        }

        Print("command-to-first-packet", starts, FirstPacketBar);
        Print("interrupt-to-end", teardowns, TeardownBar);
        return bars.ExitCode;
    }

    private async Task<(TimeSpan Start, TimeSpan Teardown)> MeasureAsync(string scenario)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-start-");
        using PacketSocket socket = new();
        long commanded = time.GetTimestamp();
        using Process chaos = Process.Start(new ProcessStartInfo("./chaos", ["run", scenario, "--backend", "docker", "--out", Path.Combine(folder.FullName, "run")])
        {
            WorkingDirectory = Root(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = chaos.StandardOutput.ReadToEndAsync(), errors = chaos.StandardError.ReadToEndAsync();
        while (!SeesFlow(socket) && !chaos.HasExited && time.GetElapsedTime(commanded) < LongestStart)
        {
        }

        TimeSpan start = time.GetElapsedTime(commanded);
        long interrupted = time.GetTimestamp();
        using (Process kill = Process.Start("kill", ["-INT", chaos.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await chaos.WaitForExitAsync();
        TimeSpan teardown = time.GetElapsedTime(interrupted);
        if (chaos.ExitCode != Interrupted) throw new InvalidOperationException($"the run ended with {chaos.ExitCode}: {await output}{await errors}");
        folder.Delete(recursive: true);
        return (start, teardown);
    }

    /// <summary>Nothing but flows speaks UDP or TCP on these networks.</summary>
    private static bool SeesFlow(PacketSocket socket)
    {
        const long Patience = 100_000_000;
        const int Packet = 10 + 14, Protocol = 9, Source = 12, Header = 20;
        int count = socket.Receive(Patience);
        for (int place = 0; place < count; place++)
        {
            Span<byte> frame = socket.Frame(place);
            if (frame.Length < Packet + Header || BinaryPrimitives.ReadUInt16BigEndian(frame[(Packet - 2)..]) != (ushort)EtherType.Ipv4) continue;
            Span<byte> packet = frame[Packet..];
            if ((IpProtocol)packet[Protocol] is IpProtocol.Udp or IpProtocol.Tcp && (BinaryPrimitives.ReadUInt32BigEndian(packet[Source..]) & HostMask) == HostNetwork) return true;
        }

        return false;
    }

    private void Print(string name, List<double> seconds, double bar)
    {
        double median = Median(seconds);
        string each = string.Join(' ', seconds.Skip(1).Select(one => one.ToString("0.00", CultureInfo.InvariantCulture)));
        Line($"{name} ours={median:0.00} s each={each} info=bar-{bar:0}-s");
        bars.Check(median < bar, $"{name} misses its bar of {bar:0} s");
    }

    private static string Root()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chaos.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("no Chaos.sln above the program");
        return folder.FullName;
    }
}
