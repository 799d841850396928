using System.Diagnostics;
using System.Runtime.CompilerServices;
using Chaos.Nat.Conntrack;
using Chaos.Nat.Ledger;
using Chaos.Nat.Maps;
using Chaos.Nat.NodePort;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;
using Chaos.Packets;

namespace Chaos.Nat;

/// <summary>The NAT: packets go in, are rewritten in place, and a verdict comes back.</summary>
/// <remarks>Not safe for several threads. Sees no clock but the moment that each call hands in, in nanoseconds. Allocates nothing per packet.</remarks>
public abstract class NatDatapath
{
    /// <summary>How far ahead a burst is foreseen, in packets: one for the index to come from memory, one for the entry.</summary>
    public const int BurstDistance = 2;

    private readonly NatOptions options;
    private readonly HashSet<Ipv4Address> formerAddresses = [];

    /// <summary>Mutable: it draws, and its range may change.</summary>
    private protected PortSelection Ports;

    private protected NatDatapath(SnatSettings settings, SnatMap map, ConnectionLedger ledger, MappingHalf looksUpPartner)
    {
        LooksUpPartner = looksUpPartner;
        options = settings.Options;
        Map = map;
        Ledger = ledger;
        Ports = new PortSelection(settings.PortSelection, options.MinimumPort, options.MaximumPort, options.Seed);
        Counters = new NatCounters(settings.PortSelection.Tries);
        EgressAddress = options.EgressAddress;
        Services = options.Services;
        if (options.Conntrack is not { } conntrack) return;
        Connections = new ConntrackTable(conntrack, options.Batch, options.PossibleCpus, options.Lru);
        Collector = new GarbageCollector(Connections, map, conntrack.GcIntervalNanoseconds);
    }

    public SnatMap Map { get; }

    public ConnectionLedger Ledger { get; }

    public NatCounters Counters { get; }

    /// <summary>Which halves a packet of a mapping that stands looks up besides its own: Reverse, an egress packet; Original, a reply.</summary>
    public MappingHalf LooksUpPartner { get; }

    /// <summary>What it was built with.</summary>
    public NatOptions Options => options;

    /// <summary>Null: connections are not tracked.</summary>
    public ConntrackTable? Connections { get; }

    /// <summary>Null: connections are not tracked.</summary>
    public GarbageCollector? Collector { get; }

    /// <summary>The address that new mappings get.</summary>
    public Ipv4Address EgressAddress { get; private set; }

    /// <summary>Null: plain egress.</summary>
    private protected ServiceTable? Services { get; }

    private protected Verdict Unmatched => options.PuntUnmatched ? Verdict.Punt : Verdict.Drop(DropReason.Unmatched);

    /// <exception cref="ArgumentException">The variant or the port selection is unknown, or a number is out of range.</exception>
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
        if (!VariantCatalog.TryFind(options.Variant, out VariantEntry? variant))
            throw new ArgumentException($"no variant '{options.Variant}'; there are {string.Join(", ", VariantCatalog.Names)}", nameof(options));
        PortSelectionEra? portSelection = variant.PortSelection;
        if (options.PortSelection is { } era && !PortSelectionEra.TryFind(era, out portSelection))
            throw new ArgumentException($"no port selection '{era}'; there are {string.Join(", ", PortSelectionEra.Names)}", nameof(options));
        ConnectionLedger ledger = new();
        LruFlavour flavour = variant.Layout == PairLayout.NeverEvicted ? LruFlavour.Common : options.Lru;
        ILruMap<NatKey, NatValue> Make(int size) => engine.Create<NatKey, NatValue>(
            new MapShape(SnatMap.NodesFor(size, variant.Layout, options.PossibleCpus), flavour, options.Batch, options.PossibleCpus));
        SnatMap map = new(Make, options.MapSize, variant.Layout, ledger);
        return variant.Build(new SnatSettings(options, portSelection, options.StaleEgress ?? variant.StaleEgress), map, ledger);
    }

    /// <summary>A packet from either side, told apart by its destination: to a NAT address it is a reply; else it comes from a client.</summary>
    /// <remarks>With services, what is neither for a NAT address nor for a frontend only passes through.</remarks>
    public Verdict Process(Span<byte> bytes, long nowNanoseconds, int cpu)
    {
        if (bytes.Length < Ipv4Packet.MinimumHeaderBytes) return ProcessEgress(bytes, nowNanoseconds, cpu);
        Ipv4Address destination = Ipv4Packet.DestinationOf(bytes);
        if (IsOurs(destination)) return ProcessIngress(bytes, nowNanoseconds, cpu);
        return Services is null || Services.IsFrontend(destination) ? ProcessEgress(bytes, nowNanoseconds, cpu) : Counters.Count(Verdict.Forward);
    }

    /// <summary>A packet will come, a few packets from now: its entries are fetched from memory meanwhile, in two steps, of which the next call makes the second.</summary>
    /// <remarks>
    /// Marks and changes nothing, and waits for nothing; a packet that never comes does no harm. The partner of an egress packet is guessed, since most
    /// mappings keep their port; that of a reply stands in the entry alone.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Foresee(ReadOnlySpan<byte> bytes)
    {
        if (!Ipv4Packet.TryPeekTuple(bytes, out FiveTuple tuple)) return;
        if (tuple.DestinationAddress == EgressAddress) Map.Foresee(NatKey.Reverse(tuple));
        else if ((LooksUpPartner & MappingHalf.Reverse) != 0) Map.Foresee(NatKey.Original(tuple), NatKey.ReverseOf(tuple, EgressAddress, tuple.SourcePort));
        else Map.Foresee(NatKey.Original(tuple));
    }

    /// <summary>A packet from the clients: its source becomes the NAT address and port, and with services its destination a backend.</summary>
    public abstract Verdict ProcessEgress(Span<byte> bytes, long nowNanoseconds, int cpu);

    /// <summary>A packet to the NAT address: its destination becomes the client's address and port, and with services its source the frontend.</summary>
    public abstract Verdict ProcessIngress(Span<byte> bytes, long nowNanoseconds, int cpu);

    /// <summary>Carries out what is due without a packet, so that whoever looks at the maps sees them as they are now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(long nowNanoseconds)
    {
        Map.Now = nowNanoseconds;
        Collector?.Advance(nowNanoseconds);
    }

    /// <summary>Another egress address from now on; replies to the former ones are still for this node.</summary>
    public void ChangeEgressAddress(Ipv4Address address)
    {
        formerAddresses.Add(EgressAddress);
        EgressAddress = address;
    }

    /// <summary>Another port range from now on; mappings that exist keep their ports, and replies to ports outside the range are the host's.</summary>
    /// <exception cref="ArgumentException">No range.</exception>
    public void ChangePorts(ushort minimum, ushort maximum) => Ports.ChangeRange(minimum, maximum);

    /// <summary>What comes to it is a reply.</summary>
    private bool IsOurs(Ipv4Address address) => address == EgressAddress || (formerAddresses.Count > 0 && formerAddresses.Contains(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected bool TryOpen(Span<byte> bytes, long now, out Ipv4Packet packet, out Verdict refused)
    {
        Advance(now);
        refused = default;
        if (Ipv4Packet.TryParse(bytes, out packet, out PacketError error)) return true;
        refused = Verdict.Drop(ReasonOf(error));
        return false;
    }

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
