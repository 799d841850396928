using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>The rows that faults of clients and servers share.</summary>
internal static class PeerRows
{
    public static ScalarKey<HostChoice> Host(string name, string description) =>
        new(name, description, new HostParser(new WholeNumberParser<int>(0, 63))) { Optional = true };
}
