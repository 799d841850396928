using System.Diagnostics;
using Chaos.Nat.Ledger;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;
using Chaos.Packets;

namespace Chaos.Nat;

/// <summary>The NAT: packets go in, are rewritten in place, and a verdict comes back.</summary>
/// <remarks>Not safe for several threads. Sees no clock but the moment that each call hands in, in nanoseconds. Allocates nothing per packet.</remarks>
public abstract class NatDatapath
{
    private readonly NatOptions options;

    protected NatDatapath(NatOptions options, SnatMap map, ConnectionLedger ledger)
    {
        this.options = options;
        Map = map;
        Ledger = ledger;
    }

    public SnatMap Map { get; }

    public ConnectionLedger Ledger { get; }

    public NatCounters Counters { get; } = new();

    /// <exception cref="ArgumentException">The variant is unknown, or a number is out of range.</exception>
    public static NatDatapath Create(NatOptions options)
    {
        using OwnMapEngine engine = new();
        return Create(options, engine);
    }

    /// <summary>The same, with its entries in the maps of an engine.</summary>
    public static NatDatapath Create(NatOptions options, IMapEngine engine)
    {
        if (options.MinimumPort == 0 || options.MinimumPort > options.MaximumPort)
            throw new ArgumentException($"ports {options.MinimumPort}-{options.MaximumPort} are no range", nameof(options));
        ConnectionLedger ledger = new();
        SnatMap map = new(engine.Create<NatKey, NatValue>(new MapShape(options.MapSize, options.Lru, options.Batch, options.PossibleCpus)), ledger);
        return VariantCatalog.TryCreate(options, map, ledger, out NatDatapath? datapath)
            ? datapath
            : throw new ArgumentException($"no variant '{options.Variant}'; there are {string.Join(", ", VariantCatalog.Names)}", nameof(options));
    }

    /// <summary>A packet from the clients: its source becomes the NAT address and port.</summary>
    public Verdict ProcessEgress(Span<byte> bytes, long nowNanoseconds, int cpu) => Counters.Count(Nat(bytes, nowNanoseconds, cpu));

    /// <summary>A packet to the NAT address: its destination becomes the client's address and port.</summary>
    public Verdict ProcessIngress(Span<byte> bytes, long nowNanoseconds, int cpu) => Counters.Count(ReverseNat(bytes, nowNanoseconds, cpu));

    /// <summary>snat_v4_nat_handle_mapping: the NAT address and port for this packet, found or made; false is DROP_NAT_NO_MAPPING.</summary>
    protected abstract bool HandleMapping(in FiveTuple egress, int cpu, out NatValue state);

    /// <summary>snat_v4_rev_nat_handle_mapping: where this reply goes.</summary>
    protected abstract ReverseOutcome ReverseHandleMapping(in FiveTuple ingress, int cpu, out NatValue state);

    /// <summary>snat_v4_nat.</summary>
    private Verdict Nat(Span<byte> bytes, long now, int cpu)
    {
        if (!TryOpen(bytes, now, out Ipv4Packet packet, out Verdict refused)) return refused;
        if (!HandleMapping(packet.Tuple, cpu, out NatValue state)) return Verdict.Drop(DropReason.NoMapping);
        packet.RewriteSource(state.Address, state.Port);
        return Verdict.Forward;
    }

    /// <summary>snat_v4_rev_nat.</summary>
    private Verdict ReverseNat(Span<byte> bytes, long now, int cpu)
    {
        if (!TryOpen(bytes, now, out Ipv4Packet packet, out Verdict refused)) return refused;
        FiveTuple ingress = packet.Tuple;
        if (ingress.DestinationPort < options.MinimumPort || ingress.DestinationPort > options.MaximumPort) return Unmatched();
        switch (ReverseHandleMapping(ingress, cpu, out NatValue state))
        {
            case ReverseOutcome.Found:
                packet.RewriteDestination(state.Address, state.Port);
                return Verdict.Forward;
            case ReverseOutcome.RestoreFailed:
                return Verdict.Drop(DropReason.NoMapping);
            case ReverseOutcome.Missing:
                Ledger.OnUnmatched(ingress, now);
                return Unmatched();
            default:
                throw new UnreachableException();
        }
    }

    private bool TryOpen(Span<byte> bytes, long now, out Ipv4Packet packet, out Verdict refused)
    {
        Map.Now = now;
        refused = default;
        if (!Ipv4Packet.TryParse(bytes, out packet, out PacketError error)) refused = Verdict.Drop(ReasonOf(error));
        else if (packet.Protocol == IpProtocol.Icmp) refused = Verdict.Drop(DropReason.UnsupportedProtocol);
        else return true;
        return false;
    }

    private Verdict Unmatched() => options.PuntUnmatched ? Verdict.Punt : Verdict.Drop(DropReason.Unmatched);

    private static DropReason ReasonOf(PacketError error) => error switch
    {
        PacketError.NotIpv4 => DropReason.NotIpv4,
        PacketError.Truncated => DropReason.Truncated,
        PacketError.BadHeaderLength => DropReason.BadHeaderLength,
        PacketError.BadHeaderChecksum => DropReason.BadHeaderChecksum,
        PacketError.Fragment => DropReason.Fragment,
        PacketError.UnsupportedProtocol => DropReason.UnsupportedProtocol,
        PacketError.BadTransportHeader => DropReason.BadTransportHeader,
        _ => throw new UnreachableException(),
    };
}

/// <summary>What the reverse lookup of a reply came to.</summary>
public enum ReverseOutcome
{
    Found,
    Missing,

    /// <summary>The reverse entry is there, but the variant could not restore the original one.</summary>
    RestoreFailed,
}
