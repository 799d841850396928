using System.Globalization;
using Chaos.Bpf.Nat;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Linux.Netfilter;
using Chaos.Model;
using Chaos.Nat.Faults;
using Chaos.Nat.Snat;
using Chaos.Node.Nats.Netfilter;

namespace Chaos.Node.Nats;

/// <summary>
/// The kernel's own NAT: rules of nftables, connections in conntrack. A connection is two entries in our counting, so the size of the
/// table limits connections to half of it.
/// </summary>
internal sealed class NftablesNat : INodeNat
{
    private const string KernelMaximum = "/proc/sys/net/netfilter/nf_conntrack_max";

    private readonly NatOptions options;
    private readonly ControlChannel control;
    private readonly NfTables tables = new("chaos");
    private readonly ConntrackNetlink conntrack = new();
    private readonly LossWitness witness;
    private readonly ConnectionTable table;
    private readonly NodeSite site;
    private readonly NatRules rules;

    /// <param name="configuration">What to run, and where.</param>
    /// <param name="control">For warnings.</param>
    /// <param name="clock">Of the run.</param>
    /// <param name="time">For the moments at which connections began, which the kernel tells by the calendar.</param>
    public NftablesNat(ConfigureNode configuration, ControlChannel control, RunClock clock, TimeProvider time)
    {
        options = configuration.Nat ?? throw new InvalidOperationException("no NAT to run");
        this.control = control;
        NodeNetworks networks = new(configuration.Network);
        networks.LetTheKernelRoute();
        networks.OwnEgressAddress();
        rules = new NatRules(
            NetworkInterfaces.WithAddress(configuration.Network.NodeOutside.Value),
            new(options.EgressAddress.Value, options.Ports.Minimum, options.Ports.Maximum), options.Map.Size / 2)
        {
            DropsUnmatched = options.Unmatched == UnmatchedReply.Drop,
        };
        tables.Install(rules);
        witness = new LossWitness(configuration.Watched);
        long calendarToClock = clock.RawNanoseconds
            - (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        table = new ConnectionTable(
            conntrack, witness, options.Map.Size, moment => moment + calendarToClock - clock.EpochNanoseconds);
        site = new NodeSite(new NetfilterControl(tables, table, options, rules), configuration.Watched);
    }

    public void Begin()
    {
        int maximum = int.Parse(File.ReadAllText(KernelMaximum), CultureInfo.InvariantCulture);
        if (rules.ConnectionLimit > maximum)
        {
            control.Send(new Error
            {
                Text = string.Create(
                    CultureInfo.InvariantCulture,
                    $"`nat.map.size` asks for {rules.ConnectionLimit} connections, and this kernel tracks at most {maximum} "
                        + $"(net.netfilter.nf_conntrack_max, which is the host's to set)"),
            });
        }
    }

    public NodeStatistics ReadStatistics(long now)
    {
        List<KeyValuePair<NatKey, NatValue>> entries = table.Read();
        witness.Remember(entries);
        NatRuleCounts counts = tables.Read();
        ConntrackStatistics connections = conntrack.ReadStatistics();
        return new NodeStatistics
        {
            At = now,
            Packets = counts.Met + counts.Unmatched,
            Forwarded = counts.Met - counts.Refused - counts.Untranslated - connections.InsertFailed,
            Punted = rules.DropsUnmatched ? 0 : counts.Unmatched,
            WriteFailures = 0,
            Drops = Drops(counts, connections).Where(drop => drop.Value > 0).ToDictionary(drop => drop.Key, drop => drop.Value),
            Mappings = counts.Translated,
            // Rules cannot tell whom nobody watches. A watched connection is refused only if it lost its entry before.
            Table = new TableCounters(
                entries.Count, table.Capacity, 2 * connections.EarlyDrops, counts.Refused, 0, 0, connections.InsertFailed,
                new NewcomerLosses(0, 0, counts.Refused + connections.InsertFailed)),
        };
    }

    public LossExplained? Explain(ExplainLoss died)
    {
        if (witness.Explain(died.Flow, table.TryPeek, died.DiedAt) is not { } incident) return null;
        if (incident.Mechanism is Mechanism.Fault or Mechanism.PortTaken) return new LossExplained { Incident = incident };
        // Both halves are one object. It goes by its timeout, or at the kernel's own maximum.
        Mechanism mechanism = conntrack.ReadStatistics().EarlyDrops > 0 ? Mechanism.BothEvicted : Mechanism.Expired;
        return new LossExplained { Incident = incident with { Mechanism = mechanism } };
    }

    public FaultReport? Act(NodeFault fault, FaultOrder order, long now) => site.Act(fault, order, now);

    public void Dispose()
    {
        tables.Dispose();
        conntrack.Dispose();
    }

    private Dictionary<string, long> Drops(NatRuleCounts counts, ConntrackStatistics connections) => new()
    {
        ["connectionLimit"] = counts.Refused,
        ["untranslated"] = counts.Untranslated,
        ["noPort"] = connections.InsertFailed,
        ["unmatched"] = rules.DropsUnmatched ? counts.Unmatched : 0,
    };
}
