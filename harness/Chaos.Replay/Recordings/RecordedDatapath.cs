using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Recordings;

/// <summary>Our datapath; each packet, each deletion from outside and each change of the egress address is written down.</summary>
internal sealed class RecordedDatapath : INatDatapath, INatControl
{
    private readonly RecordingWriter writer;
    private readonly ListedDraws draws;
    private readonly PacketGate gate = new();
    private readonly NatDatapath inner;
    private readonly INatControl control;

    public RecordedDatapath(NatOptions options, IMapEngine maps, RecordingWriter writer)
    {
        this.writer = writer;
        draws = new ListedDraws(options.Seed);
        using RecordedMapEngine engine = new(maps, gate, writer);
        inner = NatDatapath.Create(options, engine, draws);
        control = inner.Control;
    }

    INatControl INatDatapath.Control => this;

    ILossReporter INatDatapath.Losses => inner.Ledger;

    INatTable INatControl.Table => control.Table;

    ICollector? INatControl.Collector => control.Collector;

    bool INatControl.IsUnderFault
    {
        set => control.IsUnderFault = value;
    }

    public PacketVerdict Process(Span<byte> packet, long nowNanoseconds, int cpu)
    {
        DatapathPath path = inner.PathOf(packet);
        byte[] before = packet.ToArray();
        draws.Taken.Clear();
        gate.IsInPacket = true;
        PacketVerdict verdict = inner.Process(packet, nowNanoseconds, cpu);
        gate.IsInPacket = false;
        if (path != DatapathPath.Through) writer.Packet(path, before, packet, verdict, draws.Taken, cpu);
        return verdict;
    }

    public TableCounters? ReadTable() => inner.ReadTable();

    public void Finish() => writer.Entries(inner.Map);

    void INatControl.Advance(long nowNanoseconds) => control.Advance(nowNanoseconds);

    void INatControl.ChangePorts(ushort minimum, ushort maximum) => control.ChangePorts(minimum, maximum);

    void INatControl.RestorePorts() => control.RestorePorts();

    void INatControl.ChangeEgressAddress(int spare)
    {
        control.ChangeEgressAddress(spare);
        writer.Address(inner.EgressAddress);
    }

    /// <summary>Draws from the seed, and keeps what one packet drew.</summary>
    private sealed class ListedDraws(ulong seed) : IPortDraws
    {
        private readonly SeededPortDraws seeded = new(seed);

        public List<ushort> Taken { get; } = [];

        public ushort Next()
        {
            ushort drawn = seeded.Next();
            Taken.Add(drawn);
            return drawn;
        }
    }
}
