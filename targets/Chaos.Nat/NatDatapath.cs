using System.Diagnostics;
using System.Runtime.CompilerServices;
using Chaos.Model;
using Chaos.Nat.Conntrack;
using Chaos.Nat.Faults;
using Chaos.Nat.Icmp;
using Chaos.Nat.Ledger;
using Chaos.Nat.Maps;
using Chaos.Nat.NodePort;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;
using Chaos.Packets;

namespace Chaos.Nat;

/// <summary>The NAT: packets go in, are rewritten in place, and a verdict comes back.</summary>
/// <remarks>Not safe for several threads. Sees no clock but the moment that each call hands in, in nanoseconds. Allocates nothing per
/// packet.</remarks>
public abstract class NatDatapath : INatDatapath
{
    /// <summary>How far ahead a burst is prefetched, in packets: one for the index to come from memory, one for the entry.</summary>
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
        Ports = new PortSelection(
            settings.PortSelection, options.PortDraw, options.Ports.Minimum, options.Ports.Maximum, settings.Draws);
        Counters = new NatCounters(settings.PortSelection.Tries);
        EgressAddress = options.EgressAddress;
        Services = options.Services.Count == 0 ? null : new ServiceTable(options.Services);
        Control = new NatControl(this);
        if (options.Conntrack is not { } conntrack) return;
        Connections = new ConntrackTable(conntrack, options.Map.Batch, options.Map.PossibleCpus, options.Map.Lru);
        Collector = new GarbageCollector(Connections, map, conntrack.GcIntervalNanoseconds);
    }

    public SnatMap Map { get; }

    public ConnectionLedger Ledger { get; }

    public NatCounters Counters { get; }

    /// <summary>
    /// Which halves a packet of a mapping that stands looks up besides its own: Reverse, an egress packet; Original, a reply.
    /// </summary>
    public MappingHalf LooksUpPartner { get; }

    /// <summary>What it was built with.</summary>
    public NatOptions Options => options;

    /// <summary>Null: connections are not tracked.</summary>
    public ConntrackTable? Connections { get; }

    /// <summary>Null: connections are not tracked.</summary>
    public GarbageCollector? Collector { get; }

    /// <summary>The address that new mappings get.</summary>
    public Ipv4Address EgressAddress { get; private set; }

    public INatControl Control { get; }

    INatControl INatDatapath.Control => Control;

    ILossReporter INatDatapath.Losses => Ledger;

    /// <summary>Null: plain egress.</summary>
    private protected ServiceTable? Services { get; }

    private protected PacketVerdict Unmatched =>
        options.Unmatched == UnmatchedReply.Punt ? PacketVerdict.Punt : PacketVerdict.Drop(DropReason.Unmatched);

    /// <exception cref="ArgumentException">The variant or the port selection is unknown, or a number is out of range.</exception>
    public static NatDatapath Create(NatOptions options)
    {
        using OwnMapEngine engine = new();
        return Create(options, engine);
    }

    /// <summary>The same, with its entries in the maps of an engine.</summary>
    /// <param name="options">What the scenario says.</param>
    /// <param name="engine">Where the entries live.</param>
    /// <param name="draws">The random numbers of port selection; null: drawn from the seed of the options.</param>
    public static NatDatapath Create(NatOptions options, IMapEngine engine, IPortDraws? draws = null)
    {
        if (options.Ports.Minimum == 0 || options.Ports.Minimum > options.Ports.Maximum)
            throw new ArgumentException($"ports {options.Ports} are no range", nameof(options));
        if (!VariantCatalog.TryFind(options.Variant, out VariantChoice variant))
            throw new ArgumentException(
                $"no variant '{options.Variant}'; there are {string.Join(", ", VariantCatalog.Names)}", nameof(options));
        PortSelectionEra? portSelection = variant.PortSelection;
        if (options.PortSelection is { } era && !PortSelectionEra.TryFind(era, out portSelection))
            throw new ArgumentException(
                $"no port selection '{era}'; there are {string.Join(", ", PortSelectionEra.Names)}", nameof(options));
        if (options.Retries is { } tries) portSelection = portSelection with { Tries = tries };
        ConnectionLedger ledger = new();
        PairLayout layout = variant.Entry.Layout;
        LruFlavour flavour = layout == PairLayout.NeverEvicted ? LruFlavour.Common : options.Map.Lru;
        ILruMap<NatKey, NatValue> Make(int size) => engine.Create<NatKey, NatValue>(
            options.Map with { Size = SnatMap.NodesFor(size, layout, options.Map.PossibleCpus), Lru = flavour });
        SnatMap map = new(Make, options.Map.Size, layout, ledger);
        SnatSettings settings = new(
            options, portSelection, options.StaleEgress ?? variant.StaleEgress,
            options.Icmp == IcmpHandling.Correct ? IcmpRules.Correct : variant.Icmp, draws ?? new SeededPortDraws(options.Seed));
        return variant.Entry.Build(settings, map, ledger);
    }

    /// <summary>
    /// A packet from either side, told apart by its destination: to a NAT address it is a reply; else it comes from a client.
    /// </summary>
    /// <remarks>With services, what is neither for a NAT address nor for a frontend only passes through.</remarks>
    public PacketVerdict Process(Span<byte> packet, long nowNanoseconds, int cpu)
    {
        return PathOf(packet) switch
        {
            DatapathPath.Egress => ProcessEgress(packet, nowNanoseconds, cpu),
            DatapathPath.Ingress => ProcessIngress(packet, nowNanoseconds, cpu),
            _ => Counters.Count(PacketVerdict.Forward),
        };
    }

    /// <summary>Which way a packet takes through <see cref="Process"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DatapathPath PathOf(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Ipv4Packet.MinimumHeaderBytes) return DatapathPath.Egress;
        Ipv4Address destination = Ipv4Packet.DestinationOf(packet);
        if (IsOurs(destination)) return DatapathPath.Ingress;
        return Services is null || Services.IsFrontend(destination) ? DatapathPath.Egress : DatapathPath.Through;
    }

    /// <summary>
    /// A packet will come, a few packets from now: its entries are fetched from memory meanwhile, in two steps, of which the next call
    /// makes the second.
    /// </summary>
    /// <remarks>
    /// Marks and changes nothing, and waits for nothing; a packet that never comes does no harm. The partner of an egress packet is
    /// guessed, since most
    /// mappings keep their port; that of a reply stands in the entry alone.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ReadOnlySpan<byte> bytes)
    {
        if (!Ipv4Packet.TryPeekTuple(bytes, out FiveTuple tuple)) return;
        if (tuple.DestinationAddress == EgressAddress) Map.Prefetch(NatKey.Reverse(tuple));
        else if ((LooksUpPartner & MappingHalf.Reverse) != 0)
            Map.Prefetch(NatKey.Original(tuple), NatKey.ReverseOf(tuple, EgressAddress, tuple.SourcePort));
        else Map.Prefetch(NatKey.Original(tuple));
    }

    /// <summary>
    /// A packet from the clients: its source becomes the NAT address and port, and with services its destination a backend.
    /// </summary>
    public abstract PacketVerdict ProcessEgress(Span<byte> bytes, long nowNanoseconds, int cpu);

    /// <summary>
    /// A packet to the NAT address: its destination becomes the client's address and port, and with services its source the frontend.
    /// </summary>
    public abstract PacketVerdict ProcessIngress(Span<byte> bytes, long nowNanoseconds, int cpu);

    public TableCounters ReadTable() => new(
        Map.Count, Map.Capacity, Map.Evictions, Map.Refusals, Map.RestoredReverse, Map.RestoredOriginal, Counters.AllocationFailures,
        Ledger.Newcomers, Ledger.Halves);

    TableCounters? INatDatapath.ReadTable() => ReadTable();

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

    /// <summary>
    /// Another port range from now on; mappings that exist keep their ports, and replies to ports outside the range are the host's.
    /// </summary>
    /// <exception cref="ArgumentException">No range.</exception>
    public void ChangePorts(ushort minimum, ushort maximum) => Ports.ChangeRange(minimum, maximum);

    /// <summary>What comes to it is a reply.</summary>
    private bool IsOurs(Ipv4Address address) =>
        address == EgressAddress || (formerAddresses.Count > 0 && formerAddresses.Contains(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected bool TryOpen(Span<byte> bytes, long now, out Ipv4Packet packet, out PacketVerdict refused)
    {
        Advance(now);
        refused = default;
        if (Ipv4Packet.TryParse(bytes, out packet, out PacketError error)) return true;
        refused = PacketVerdict.Drop(ReasonOf(error));
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
