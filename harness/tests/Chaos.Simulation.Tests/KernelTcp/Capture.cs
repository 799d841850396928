using System.Globalization;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>All packets of a test, in the order in which they were sent.</summary>
internal sealed class Capture
{
    private readonly List<Captured> packets = [];

    public IReadOnlyList<Captured> Packets => packets;

    public IEnumerable<string> Names => packets.Select(packet => packet.Name);

    public void Add(Captured packet) => packets.Add(packet);

    public int Count(Func<Captured, bool> which) => packets.Count(which);

    /// <summary>Milliseconds between chosen packets; the first wait starts at <paramref name="from"/>, if it is set.</summary>
    public long[] Waits(Func<Captured, bool> which, long? from = null)
    {
        IEnumerable<long> moments = packets.Where(which).Select(packet => packet.At);
        long[] sent = [.. from is { } start ? moments.Prepend(start) : moments];
        return [.. sent.Zip(sent.Skip(1), (before, after) => (after - before) / TcpTimes.Millisecond)];
    }

    /// <summary>The names in order. A repeated name is written once, with its count.</summary>
    public string Summary()
    {
        List<(string Name, int Count)> runs = [];
        foreach (string name in Names)
        {
            if (runs.Count > 0 && runs[^1].Name == name) runs[^1] = (name, runs[^1].Count + 1);
            else runs.Add((name, 1));
        }

        return string.Join(", ", runs.Select(run => run.Count == 1 ? run.Name : $"{run.Name} x {run.Count}"));
    }

    /// <summary>The last packets, one per line, for failure messages.</summary>
    public string Tail()
    {
        const int Lines = 40;
        IEnumerable<string> lines = packets.TakeLast(Lines).Select(packet => string.Create(
            CultureInfo.InvariantCulture,
            $"{packet.At / TcpTimes.Millisecond,8} ms {packet.Name} {packet.Numbers} {packet.Fate}"));
        return string.Join('\n', lines);
    }
}
