using System.Globalization;
using Chaos.Bpf;
using Chaos.Bpf.Nat;
using Chaos.Bpf.Programs;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Nat.Faults;
using Chaos.Nat.Snat;

namespace Chaos.Node.Nats;

/// <summary>The NAT in the kernel: programs on both interfaces, entries in an LRU map. The host has what is not for a mapping.</summary>
internal sealed class EbpfNat : INodeNat
{
    /// <summary>Beside the program, in the node's image.</summary>
    private const string ObjectPath = "/nat.o";

    private readonly KernelNat nat;
    private readonly LossWitness witness;
    private readonly NodeSite site;
    private readonly ControlChannel control;
    private readonly MapOptions wanted;

    public EbpfNat(ConfigureNode configuration, ControlChannel control, RunClock clock)
    {
        NatOptions options = configuration.Nat ?? throw new InvalidOperationException("no NAT to run");
        this.control = control;
        wanted = options.Map;
        NodeNetworks networks = new(configuration.Network);
        networks.LetTheKernelRoute();
        networks.OwnEgressAddress();
        nat = new KernelNat(new BpfObject(File.ReadAllBytes(ObjectPath)), networks.KernelNatPlace(), options);
        nat.Attach();
        witness = new LossWitness(configuration.Watched);
        KernelNatTable table = new(nat, witness, options, moment => moment - clock.EpochNanoseconds);
        site = new NodeSite(new KernelNatControl(nat, table, options.Ports.Minimum, options.Ports.Maximum), configuration.Watched);
    }

    public void Begin()
    {
        if (wanted.PossibleCpus != PossibleCpus.Count)
            Warn($"`nat.map.possibleCpus` is {wanted.PossibleCpus}, and this kernel's maps are laid out for {PossibleCpus.Count}");
        bool scales = RunningKernel.ScalesBatches();
        if (scales != (wanted.Batch == BatchRule.Scaled))
            Warn($"`nat.map.batch` is {wanted.Batch}, and this kernel's rule is {(scales ? BatchRule.Scaled : BatchRule.Fixed128)}");
    }

    public NodeStatistics ReadStatistics(long now)
    {
        IReadOnlyList<KeyValuePair<NatKey, NatValue>> entries = nat.Entries();
        witness.Remember(entries);
        KernelNatCounters counters = nat.Counters;
        return new NodeStatistics
        {
            At = now,
            Packets = counters.Packets,
            Forwarded = counters.Forwarded,
            Punted = counters.Punted,
            WriteFailures = 0,
            Drops = counters.Drops.Where(drop => drop.Value > 0).ToDictionary(drop => drop.Key, drop => drop.Value),
            Mappings = counters.Mappings,
            Table = nat.ReadTable(entries),
        };
    }

    public LossExplained? Explain(ExplainLoss died) =>
        witness.Explain(died.Flow, nat.TryPeek, died.DiedAt) is { } incident ? new LossExplained { Incident = incident } : null;

    public FaultReport? Act(NodeFault fault, FaultOrder order, long now) => site.Act(fault, order, now);

    public void Dispose() => nat.Dispose();

    private void Warn(FormattableString text) => control.Send(new Error { Text = text.ToString(CultureInfo.InvariantCulture) });
}
