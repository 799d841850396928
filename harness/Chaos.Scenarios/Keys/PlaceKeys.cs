using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>Where the flows of a group go: the same keys for watched flows and pressure.</summary>
internal static class PlaceKeys
{
    public static readonly ScalarKey<IReadOnlyList<int>?> Servers = new(
        "servers", "Server hosts of this group, from 0, for example [0..3] or [0, 2]; without it, all.", new HostListParser(63))
    { Optional = true };

    public static readonly ScalarKey<int?> Port = new(
        "port", "Port on which the servers of this group listen, for example 443; without it, the ports that portsPerServer counts.",
        new OptionalParser<int>(new WholeNumberParser<int>(1, 65535)))
    { Optional = true };
}
