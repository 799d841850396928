using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Witnessing;

/// <summary>Our datapath with a witness beside it: it does what it does without.</summary>
public sealed class WitnessedDatapath : INatDatapath, INatControl
{
    private readonly INatWitness witness;
    private readonly NatDatapath inner;
    private readonly INatControl control;

    /// <param name="options">Of the datapath.</param>
    /// <param name="maps">Where its entries live; belongs to the caller.</param>
    /// <param name="witness">Sees it.</param>
    /// <param name="draws">The random numbers of port selection; null: drawn from the seed of the options.</param>
    public WitnessedDatapath(NatOptions options, IMapEngine maps, INatWitness witness, IPortDraws? draws = null)
    {
        this.witness = witness;
        using WitnessedMapEngine engine = new(maps, witness);
        inner = NatDatapath.Create(options, engine, draws);
        control = inner.Control;
    }

    /// <summary>The entries as they are.</summary>
    public SnatMap Map => inner.Map;

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
        witness.OnPacket(path, packet, nowNanoseconds, cpu);
        PacketVerdict verdict = inner.Process(packet, nowNanoseconds, cpu);
        witness.OnVerdict(path, packet, verdict);
        return verdict;
    }

    public TableCounters? ReadTable() => inner.ReadTable();

    void INatControl.Advance(long nowNanoseconds)
    {
        witness.OnFault(nowNanoseconds);
        control.Advance(nowNanoseconds);
    }

    void INatControl.ChangePorts(ushort minimum, ushort maximum) => control.ChangePorts(minimum, maximum);

    void INatControl.RestorePorts() => control.RestorePorts();

    void INatControl.ChangeEgressAddress(int spare)
    {
        control.ChangeEgressAddress(spare);
        witness.OnAddress(inner.EgressAddress);
    }
}
