using System.Buffers.Binary;
using Chaos.Bpf.Calls;
using Chaos.Bpf.Maps;
using Chaos.Bpf.Programs;
using Chaos.Model;
using Chaos.Nat.Snat;
using Chaos.Nat.Variants;

namespace Chaos.Bpf.Nat;

/// <summary>Where the NAT stands.</summary>
/// <param name="Inside">Index of the interface towards the clients.</param>
/// <param name="Outside">Index of the interface towards the servers.</param>
/// <param name="InsideNetwork">Of the clients.</param>
/// <param name="PrefixBits">Of that network.</param>
public readonly record struct KernelNatPlace(int Inside, int Outside, Ipv4Address InsideNetwork, int PrefixBits);

/// <summary>The NAT of `nat.c` on the two interfaces of this network namespace, with its entries in maps of the running kernel.</summary>
/// <remarks>Moments are CLOCK_MONOTONIC. Entries are read and removed by system call, which marks none. One thread at a time.</remarks>
public sealed class KernelNat : IDisposable
{
    private readonly BpfObject file;
    private readonly KernelNatPlace place;
    private readonly NatOptions options;
    private readonly VariantTraits traits;
    private readonly BpfMap<uint, KernelNatCounters> counters = new(BpfMapType.PerCpuArray, 1, BpfMapFlags.None);
    private NatTables tables;
    private PortRange ports;

    /// <param name="file">The object file made of `nat.c`.</param>
    /// <param name="place">Where it will be attached.</param>
    /// <param name="options">With a variant that <see cref="WhyNot"/> accepts.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public KernelNat(BpfObject file, KernelNatPlace place, NatOptions options)
    {
        if (WhyNot(options.Variant) is { } reason) throw new ArgumentException(reason, nameof(options));
        this.file = file;
        this.place = place;
        this.options = options;
        traits = VariantCatalog.TraitsOf(options)!;
        ports = options.Ports;
        tables = new NatTables(options.Map with { }, traits.Layout);
        FromClients = new TcProgram(Link("from_clients"));
        FromServers = new TcProgram(Link("from_servers"));
    }

    /// <summary>Variants that are built into `nat.c`.</summary>
    public static IReadOnlyList<string> Variants { get; } =
        [.. VariantCatalog.Variants.Select(variant => variant.Name).Where(IsBuiltIn)];

    /// <summary>Handles what comes in by the inside interface.</summary>
    internal TcProgram FromClients { get; }

    /// <summary>Handles what comes in by the outside interface.</summary>
    internal TcProgram FromServers { get; }

    public int Capacity => tables.Capacity;

    public KernelNatCounters Counters => KernelNatCounters.Sum(counters.OnEachCpu(0));

    /// <summary>Why a variant cannot be had, with the remedy; null if it can.</summary>
    public static string? WhyNot(string variant) => IsBuiltIn(variant)
        ? null : $"{variant} is not built into this NAT: choose one of {string.Join(", ", Variants)}, or a Cilium release";

    /// <summary>From now on packets are translated.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Attach()
    {
        FromClients.Attach(place.Inside);
        FromServers.Attach(place.Outside);
    }

    /// <summary>All entries, a whole one as both its halves.</summary>
    public IReadOnlyList<KeyValuePair<NatKey, NatValue>> Entries() => tables.Entries();

    public bool TryPeek(in NatKey key, out NatValue value) => tables.TryPeek(key, out value);

    public bool Delete(in NatKey key) => tables.Delete(key);

    /// <summary>Writes both halves of a mapping; false, and nothing is written, if one is refused.</summary>
    public bool Write(in NatKey original, in NatValue value) => tables.Write(original, value);

    /// <summary>The table as reports have it.</summary>
    /// <param name="entries">What <see cref="Entries"/> has just given.</param>
    public TableCounters ReadTable(IReadOnlyCollection<KeyValuePair<NatKey, NatValue>> entries)
    {
        KernelNatCounters seen = Counters;
        int present = traits.Layout == PairLayout.OneEntry ? entries.Count / 2 : entries.Count;
        // A kernel reports no eviction: what was written, less what was deleted, less what is there.
        long evictions = Math.Max(0, seen.Created - seen.Deleted + tables.Written - tables.Deleted - present);
        return new TableCounters(
            present, Capacity, evictions, 0, seen.RestoredReverse, seen.RestoredOriginal, seen.AllocationFailures);
    }

    /// <summary>Another map, new and empty, takes the place of this one.</summary>
    /// <param name="size">max_entries.</param>
    /// <param name="carry">Each entry is written into it, the oldest first.</param>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Replace(int size, bool carry)
    {
        NatTables former = tables;
        // What the former maps have evicted or lost stays counted: their sums go on, less what is carried over.
        tables = new NatTables(options.Map with { Size = size }, traits.Layout)
        {
            Written = former.Written, Deleted = former.Deleted,
        };
        Relink();
        IReadOnlyList<KeyValuePair<NatKey, NatValue>> left = former.Entries();
        foreach ((NatKey key, NatValue value) in left.OrderBy(entry => entry.Value.CreatedNanoseconds))
            if (carry && (traits.Layout != PairLayout.OneEntry || key.Half == MappingHalf.Original))
                tables.Carry(key, value);
        tables.Deleted += traits.Layout == PairLayout.OneEntry ? left.Count / 2 : left.Count;
        former.Dispose();
    }

    /// <summary>Another range from now on; mappings that exist keep their ports.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void ChangePorts(PortRange range)
    {
        ports = range;
        Relink();
    }

    public void Dispose()
    {
        FromClients.Dispose();
        FromServers.Dispose();
        tables.Dispose();
        counters.Dispose();
    }

    private static bool IsBuiltIn(string name) =>
        VariantCatalog.TraitsOf(new NatOptions { Variant = name, Map = new MapOptions(1) })
            is { Layout: PairLayout.Unlinked or PairLayout.OneEntry, Extras: var extras } && (extras & VariantExtras.Other) == 0;

    private void Relink()
    {
        FromClients.Replace(Link("from_clients"));
        FromServers.Replace(Link("from_servers"));
    }

    private byte[] Link(string program) => file.Link(
        program, Settings(), new Dictionary<string, int>
        {
            ["nat_entries"] = tables.Entry, ["nat_claims"] = tables.Claim, ["nat_counters"] = counters.Descriptor,
        });

    private Dictionary<string, long> Settings() => new()
    {
        ["inside_interface"] = place.Inside,
        ["outside_interface"] = place.Outside,
        ["inside_network"] = place.InsideNetwork.Value,
        ["inside_mask"] = uint.MaxValue << 32 - place.PrefixBits,
        ["egress_address"] = BinaryPrimitives.ReverseEndianness(options.EgressAddress.Value),
        ["port_minimum"] = ports.Minimum,
        ["port_maximum"] = ports.Maximum,
        ["port_tries"] = traits.PortSelection.Tries,
        ["port_clamp"] = (long)traits.PortSelection.Clamp,
        ["any_identifier"] = Flag(traits.PortSelection.AnyEchoIdentifier),
        ["port_probe"] = (long)traits.PortSelection.Probe,
        ["egress_looks"] = Flag((traits.LooksUpPartner & MappingHalf.Reverse) != 0),
        ["ingress_looks"] = Flag((traits.LooksUpPartner & MappingHalf.Original) != 0),
        ["restores"] = Flag((traits.Extras & VariantExtras.RestoresPartner) != 0),
        ["touches_new"] = Flag((traits.Extras & VariantExtras.TouchesNew) != 0),
        ["one_entry"] = Flag(traits.Layout == PairLayout.OneEntry),
        ["write_mode"] = (long)traits.WriteMode,
        ["drops_unmatched"] = Flag(options.Unmatched == UnmatchedReply.Drop),
    };

    private static long Flag(bool holds) => holds ? 1 : 0;
}
