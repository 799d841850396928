using Docker.DotNet;

namespace Chaos.Containers.Topologies;

/// <summary>Capabilities that an old engine does not know: CAP_BPF is in Linux since 5.8, and not in every build of Engine 20.10.</summary>
internal static class EngineCapabilities
{
    private const string Bpf = "BPF", Administration = "SYS_ADMIN";

    /// <summary>What to ask for instead, if the engine refused because of a name; null: it refused for another reason.</summary>
    public static IReadOnlyList<string>? Replace(DockerApiException refused, IReadOnlyList<string>? wanted) =>
        wanted is not null && wanted.Contains(Bpf)
        && (refused.ResponseBody ?? refused.Message).Contains("unknown capability", StringComparison.OrdinalIgnoreCase)
            ? [.. wanted.Select(name => name == Bpf ? Administration : name)] : null;

    public static string Warning(string engine, IReadOnlyList<string> given) =>
        $"engine {engine} does not know CAP_BPF: the node has {string.Join(" and ", given.Select(name => $"CAP_{name}"))}, which is more "
        + "than it needs";
}
