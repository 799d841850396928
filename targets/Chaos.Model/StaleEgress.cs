namespace Chaos.Model;

/// <summary>What an egress packet does whose original entry tells another egress address than the node has now.</summary>
public enum StaleEgress : byte
{
    /// <summary>The entry is used as it stands. Cilium before PR #34913.</summary>
    Keep,

    /// <summary>Both halves are deleted and a new mapping is made. PR #34913.</summary>
    Recreate,
}
