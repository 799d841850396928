using Chaos.Bpf.Calls;
using Chaos.Bpf.Maps;
using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Bpf.Nat;

/// <summary>The maps of the NAT: its entries, and where one entry serves both directions, the claims that lead to them.</summary>
internal sealed class NatTables : IDisposable
{
    /// <summary>Claims of evicted entries stay until somebody looks: room for those of some seconds.</summary>
    private const int SpareClaims = 1 << 18;

    private readonly BpfMap<MappingKey, MappingValue> entries, claims;
    private readonly bool isWhole;
    private readonly int room;

    /// <exception cref="BpfException">The kernel refused.</exception>
    public NatTables(MapOptions shape, PairLayout layout)
    {
        isWhole = layout == PairLayout.OneEntry;
        BpfMapFlags flavour = shape.Lru == LruFlavour.PerCpu ? BpfMapFlags.NoCommonLru : BpfMapFlags.None;
        int cpus = PossibleCpus.Count;
        Capacity = shape.Lru == LruFlavour.PerCpu ? (shape.Size + cpus - 1) / cpus * cpus : shape.Size;
        room = Capacity + cpus;
        ClaimRoom = isWhole ? 2 * Capacity + SpareClaims : 1;
        entries = new BpfMap<MappingKey, MappingValue>(BpfMapType.LruHash, shape.Size, flavour);
        claims = new BpfMap<MappingKey, MappingValue>(BpfMapType.Hash, ClaimRoom, BpfMapFlags.NoPreallocation);
    }

    public int Capacity { get; }

    /// <summary>Entries that were written from here.</summary>
    public long Written { get; set; }

    /// <summary>Entries that were removed from here.</summary>
    public long Deleted { get; set; }

    /// <summary>Descriptor of the map of entries.</summary>
    public int Entry => entries.Descriptor;

    /// <summary>Descriptor of the map of claims.</summary>
    public int Claim => claims.Descriptor;

    private int ClaimRoom { get; }

    public IReadOnlyList<KeyValuePair<NatKey, NatValue>> Entries()
    {
        List<KeyValuePair<NatKey, NatValue>> all = [];
        foreach ((MappingKey key, MappingValue value) in entries.Entries(room)) all.Add(new(key.ToKey(), value.ToValue()));
        if (isWhole) AddReplies(all);
        return all;
    }

    public bool TryPeek(in NatKey key, out NatValue value)
    {
        bool isReply = isWhole && key.Half == MappingHalf.Reverse;
        bool found = (isReply ? claims : entries).TryLookup(new MappingKey(key), out MappingValue raw);
        value = found ? raw.ToValue() : default;
        return found && (!isReply || IsLive(key, value));
    }

    public bool Delete(in NatKey key)
    {
        if (!TryPeek(key, out NatValue value)) return false;
        NatKey partner = NatValue.Partner(key, value);
        if (isWhole) claims.TryDelete(new MappingKey(key.Half == MappingHalf.Reverse ? key : partner));
        bool isStored = !isWhole || key.Half == MappingHalf.Original;
        if (!entries.TryDelete(new MappingKey(isStored ? key : partner))) return false;
        Deleted++;
        return true;
    }

    public bool Write(in NatKey original, in NatValue value)
    {
        NatKey reverse = NatValue.Partner(original, value);
        NatValue reply = ReplyOf(original, value);
        if (!Put(reverse, reply, UpdateMode.NoExist)) return false;
        if (Put(original, value, UpdateMode.Any)) return true;
        Delete(reverse);
        return false;
    }

    /// <summary>Writes an entry of former maps again.</summary>
    public void Carry(in NatKey key, in NatValue value)
    {
        if (Put(key, value, UpdateMode.Any) && isWhole) Put(NatValue.Partner(key, value), ReplyOf(key, value), UpdateMode.Any);
    }

    public void Dispose()
    {
        entries.Dispose();
        claims.Dispose();
    }

    private static NatValue ReplyOf(in NatKey original, in NatValue value) =>
        value with { Address = original.Tuple.SourceAddress, Port = original.Tuple.SourcePort };

    private bool Put(in NatKey key, in NatValue value, UpdateMode mode)
    {
        if (isWhole && key.Half == MappingHalf.Reverse) return claims.TryUpdate(new MappingKey(key), new MappingValue(value), mode);
        if (!entries.TryUpdate(new MappingKey(key), new MappingValue(value), mode)) return false;
        Written++;
        return true;
    }

    /// <summary>Whether the entry that a claim leads to is there, and has this port.</summary>
    private bool IsLive(in NatKey reverse, in NatValue claim) =>
        entries.TryLookup(new MappingKey(NatValue.Partner(reverse, claim)), out MappingValue entry)
        && entry.ToValue().Port == reverse.Tuple.DestinationPort;

    /// <summary>Each entry as its reply finds it; claims whose entry is gone are removed.</summary>
    private void AddReplies(List<KeyValuePair<NatKey, NatValue>> all)
    {
        HashSet<NatKey> live = [.. all.Select(entry => NatValue.Partner(entry.Key, entry.Value))];
        foreach ((MappingKey key, MappingValue value) in claims.Entries(ClaimRoom))
        {
            NatKey reverse = key.ToKey();
            if (live.Contains(reverse)) all.Add(new(reverse, value.ToValue()));
            // A claim of this moment may have come after the entries were read.
            else if (!IsLive(reverse, value.ToValue())) claims.TryDelete(key);
        }
    }
}
