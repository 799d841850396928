using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;
using Chaos.Packets;

namespace Chaos.Benchmarks;

/// <summary>
/// `compare nat`: a packet of an established flow, out and back, under every variant, against the bare map lookups that it contains.
/// </summary>
/// <remarks>
/// 65,536 entries stand, whichever the layout. Packets are drawn at random from all flows; the peer looks the same keys up, in the same
/// order, in the same
/// map, in alternating rounds. A block of packets is written anew before each round, untimed, as a network card would have put it there.
/// The block is handled as the node handles a batch: the datapath is shown the packet two places ahead, so that its memory comes meanwhile.
/// The peer's keys
/// stand ready in an array and do not depend on each other, so the processor overlaps its lookups by itself. Runs
/// <see cref="WithoutProfile"/>, as the node does.
/// </remarks>
internal sealed class NatComparison(TimeProvider time)
{
    private const double Bar = 1.5;
    private const int WrongUsage = 64;
    private const int Entries = 65_536, Spare = 1024, Rounds = 64, WarmUpRounds = 64, Packets = 4096, PacketBytes = 64;
    private const ushort FirstPort = 32768;

    private static readonly Ipv4Address NatAddress = new(SnatTraffic.NatAddress);

    private static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(500);

    private static readonly byte[] Payload = new byte[PacketBytes - 28];

    private readonly byte[] block = new byte[Packets * PacketBytes];
    private readonly Bars bars = new();

    /// <summary>The process's exit code: 1 if the bar was missed, 64 if there is no such variant.</summary>
    /// <param name="variants">Only these; all if there are none.</param>
    public int Run(IReadOnlyCollection<string> variants)
    {
        // Not pinned to a CPU: the thread that compiles hot code anew would inherit that, and wait for this one.
        // Presets are their variants once a flow is established.
        string[] all = [.. VariantCatalog.Names.Where(name => !name.StartsWith("cilium-", StringComparison.Ordinal))];
        if (variants.Except(all).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"no variant '{unknown}' to compare; there are {string.Join(", ", all)}");
            return WrongUsage;
        }

        foreach (string variant in all.Where(name => variants.Count == 0 || variants.Contains(name))) Compare(variant);
        return bars.ExitCode;
    }

    private void Compare(string variant)
    {
        Train(variant);
        int flows = variant == "single-entry" ? Entries : Entries / 2;
        NatDatapath datapath = NatDatapath.Create(
            new NatOptions { Variant = variant, EgressAddress = NatAddress, Map = new MapOptions(Entries + Spare, PossibleCpus: 2) });
        for (int flow = 0; flow < flows; flow++) Open(datapath, Tuple(flow));
        if (datapath.Map.Evictions > 0 || datapath.Map.Count != Entries)
            throw new InvalidOperationException($"{variant}: {datapath.Map.Count} entries stand, {datapath.Map.Evictions} were evicted");
        Print($"nat-egress-{variant}", Measure(datapath, flows, egress: true));
        Print($"nat-ingress-{variant}", Measure(datapath, flows, egress: false));
    }

    /// <summary>
    /// The runtime lays code out by what it sees it do first: that must be established flows, not the filling of a table.
    /// </summary>
    private void Train(string variant)
    {
        const int Flows = 16;
        NatDatapath datapath = NatDatapath.Create(
            new NatOptions { Variant = variant, EgressAddress = NatAddress, Map = new MapOptions(Spare) });
        for (int flow = 0; flow < Flows; flow++) Open(datapath, Tuple(flow));
        Measure(datapath, Flows, egress: true);
        Measure(datapath, Flows, egress: false);
    }

    private (double Ours, double Peer, double Allocated) Measure(NatDatapath datapath, int flows, bool egress)
    {
        bool looksPartnerUp = datapath.LooksUpPartner.HasFlag(egress ? MappingHalf.Reverse : MappingHalf.Original);
        List<double> ours = [], peers = [];
        List<long> allocations = [];
        List<NatKey> keys = [];
        ulong draw = 0;
        // The runtime compiles what is hot anew, in the background: rounds count only once it has had the time.
        long warm = time.GetTimestamp();
        for (int round = -WarmUpRounds; round < Rounds || time.GetElapsedTime(warm) < ShortestTime; round++)
        {
            keys.Clear();
            for (int packet = 0; packet < Packets; packet++)
            {
                int flow = (int)(SnatTraffic.Draw(++draw, 30) % (uint)flows);
                FiveTuple tuple = Tuple(flow), reply = Reply(tuple);
                UdpDatagram.Write(block.AsSpan(packet * PacketBytes, PacketBytes), egress ? tuple : reply, Payload);
                keys.Add(egress ? NatKey.Original(tuple) : NatKey.Reverse(reply));
                if (looksPartnerUp) keys.Add(egress ? NatKey.Reverse(reply) : NatKey.Original(tuple));
            }

            NatKey[] looked = [.. keys];
            // In turns, so that neither always comes to a cache that the other has just filled.
            if ((round & 1) == 0) peers.Add(TimeLookups(datapath.Map, looked));
            long before = GC.GetAllocatedBytesForCurrentThread();
            double spent = TimePackets(datapath, egress);
            allocations.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            ours.Add(spent);
            if ((round & 1) != 0) peers.Add(TimeLookups(datapath.Map, looked));
        }

        // The last rounds, in which all is compiled.
        return (Median(ours[^Rounds..]), Median(peers[^Rounds..]), allocations[^Rounds..].Sum() / ((double)Rounds * Packets));
    }

    private double TimePackets(NatDatapath datapath, bool egress)
    {
        Span<byte> bytes = block;
        long start = time.GetTimestamp();
        long forwarded = 0;
        for (int place = 0; place < bytes.Length; place += PacketBytes)
        {
            int ahead = place + NatDatapath.BurstDistance * PacketBytes;
            if (ahead < bytes.Length) datapath.Prefetch(bytes.Slice(ahead, PacketBytes));
            Span<byte> packet = bytes.Slice(place, PacketBytes);
            PacketVerdict verdict = egress ? datapath.ProcessEgress(packet, start, cpu: 0) : datapath.ProcessIngress(packet, start, cpu: 0);
            if (verdict.Kind == VerdictKind.Forward) forwarded++;
        }

        double nanoseconds = time.GetElapsedTime(start).TotalNanoseconds / Packets;
        return forwarded == Packets ? nanoseconds : throw new InvalidOperationException(
            $"{Packets - forwarded} packets were not forwarded");
    }

    private double TimeLookups(SnatMap map, NatKey[] keys)
    {
        long start = time.GetTimestamp();
        int hits = 0;
        foreach (ref readonly NatKey key in keys.AsSpan())
            if (map.TryLookup(key, out _))
                hits++;
        double nanoseconds = time.GetElapsedTime(start).TotalNanoseconds / Packets;
        return hits == keys.Length ? nanoseconds : throw new InvalidOperationException($"{keys.Length - hits} lookups missed");
    }

    private void Print(string name, (double Ours, double Peer, double Allocated) measured)
    {
        (double ours, double peer, double allocated) = measured;
        double ratio = ours / peer;
        Bars.Line($"{name} ours={ours:0.0} ns peer={peer:0.0} ns ratio={ratio:0.00} allocated={allocated:0.00} B");
        bars.Check(ratio <= Bar && allocated == 0, $"{name} misses its bar of {Bar:0.0} or allocates");
    }

    private void Open(NatDatapath datapath, FiveTuple tuple)
    {
        Span<byte> packet = block.AsSpan(0, PacketBytes);
        int length = UdpDatagram.Write(packet, tuple, Payload);
        if (datapath.ProcessEgress(packet[..length], 0, cpu: 0) != PacketVerdict.Forward)
            throw new InvalidOperationException($"{tuple} was not forwarded");
    }

    /// <summary>A flow keeps its port: none shares it with another flow to its server.</summary>
    private static FiveTuple Tuple(int flow) => new(
        IpProtocol.Udp, new Ipv4Address(SnatTraffic.ClientNetwork + (uint)(flow % 251)), (ushort)(FirstPort + (flow >> 4)),
        new Ipv4Address(SnatTraffic.Server + (uint)(flow & 15)), SnatTraffic.ServerPort);

    private static FiveTuple Reply(FiveTuple tuple) =>
        new(tuple.Protocol, tuple.DestinationAddress, tuple.DestinationPort, NatAddress, tuple.SourcePort);

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
