using Chaos.Nat;

namespace Chaos.Replay.Recordings;

/// <summary>Cilium's number of a drop. Source: bpf/lib/drop_reasons.h.</summary>
internal static class CiliumCode
{
    /// <summary>Null: Cilium has no such drop, or no recording of it.</summary>
    public static int? Of(DropReason reason) => reason switch
    {
        DropReason.UnsupportedIcmpCode => -143,
        DropReason.ChecksumNotQuoted => -154,
        DropReason.NoMapping => -167,
        DropReason.UnsupportedIcmp => -168,
        _ => null,
    };
}
