using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>
/// What a fix variant does differently from the plain table of two unlinked entries. What it leaves out is as in <see cref="Baseline"/>.
/// </summary>
/// <remarks>Implementations are stateless structs, so that the JIT erases the choice.</remarks>
public interface ISnatVariant
{
    /// <summary>How the two halves of a mapping stand in the map.</summary>
    static virtual PairLayout Layout => PairLayout.Unlinked;

    /// <summary>Which halves the packets that find the other one look up too.</summary>
    static virtual MappingHalf LooksUpPartner => MappingHalf.None;

    /// <summary>How a new mapping writes its original entry.</summary>
    static virtual UpdateMode OriginalMode => UpdateMode.NoExist;

    /// <summary>A new mapping that meets a reverse entry of the same connection takes it, instead of another port.</summary>
    static virtual bool ReclaimsReverse => false;

    /// <summary>What it does beyond lookups, for implementations that take a variant as data.</summary>
    static virtual VariantExtras Extras => VariantExtras.None;

    /// <summary>An egress packet found its original entry.</summary>
    /// <param name="map">The NAT map.</param>
    /// <param name="egress">The packet's tuple, client to server.</param>
    /// <param name="original">The value found: NAT address and port.</param>
    /// <param name="cpu">The acting CPU.</param>
    static virtual HitOutcome OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) => HitOutcome.Use;

    /// <summary>An ingress packet found its reverse entry.</summary>
    /// <param name="map">The NAT map.</param>
    /// <param name="ingress">The packet's tuple, server to NAT address.</param>
    /// <param name="reverse">The value found: the client's address and port.</param>
    /// <param name="cpu">The acting CPU.</param>
    static virtual HitOutcome OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) => HitOutcome.Use;

    /// <summary>A new mapping stands, both halves.</summary>
    /// <param name="map">The NAT map.</param>
    /// <param name="original">Key of the original entry.</param>
    /// <param name="reverse">Key of the reverse entry.</param>
    static virtual void OnMapped(SnatMap map, in NatKey original, in NatKey reverse)
    {
    }
}

/// <summary>What becomes of an entry that was found, once its partner was seen to.</summary>
public enum HitOutcome : byte
{
    Use,

    /// <summary>The entry is gone: go on as if it had not been found.</summary>
    Forget,

    /// <summary>The partner could not be restored: the packet is dropped (DROP_NAT_NO_MAPPING).</summary>
    Fail,
}

/// <summary>What a variant does beyond looking entries up.</summary>
[Flags]
public enum VariantExtras : byte
{
    None = 0,

    /// <summary>A partner that was looked up and not found is written again.</summary>
    RestoresPartner = 1,

    /// <summary>Both entries of a new mapping are looked up once.</summary>
    TouchesNew = 2,

    /// <summary>Something that none of these says.</summary>
    Other = 4,
}
