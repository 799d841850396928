using Chaos.Containers.Cleaning;
using Docker.DotNet.Models;

namespace Chaos.Containers.Doctor;

/// <summary>What only the engine can tell.</summary>
internal static class EngineChecks
{
    /// <summary>Which capabilities a node can get: NET_RAW for our NAT, NET_ADMIN for the control arm.</summary>
    public static Finding Privileges(SystemInfoResponse info)
    {
        const string Name = "Capabilities";
        bool rootless = info.SecurityOptions?.Any(option => option.Contains("rootless", StringComparison.Ordinal)) ?? false;
        if (info.OSType is not (null or "linux"))
            return new Finding(Name, FindingStatus.Missing, $"the engine runs {info.OSType} containers, the node needs Linux",
                "switch the engine to Linux containers");
        return rootless
            ? new Finding(Name, FindingStatus.Warning,
                "the engine is rootless: NET_RAW and NET_ADMIN hold in its own namespace only, and forwarding may be slow",
                "docker context use default")
            : new Finding(
                Name, FindingStatus.Ok, $"the engine runs as root on Linux {info.KernelVersion}: it can give a node NET_RAW or NET_ADMIN");
    }

    public static Finding Leftovers(IReadOnlyList<Leftover> all)
    {
        const string Name = "Leftovers";
        int dead = all.Count(leftover => leftover.Owner == OwnerState.Dead);
        return dead > 0
            ? new Finding(Name, FindingStatus.Warning, $"{dead} containers and networks of dead runs", $"{CommandName.Text} clean")
            : new Finding(Name, FindingStatus.Ok, $"none of dead runs, {all.Count} containers and networks of living ones");
    }
}
