using Chaos.Containers.Cleaning;
using Docker.DotNet.Models;

namespace Chaos.Containers.Doctor;

/// <summary>What only the engine can tell.</summary>
internal static class EngineChecks
{
    /// <summary>A rootless engine has NET_ADMIN in its own namespace only; a tun there depends on the machine.</summary>
    public static Finding Privileges(SystemInfoResponse info)
    {
        const string Name = "NET_ADMIN";
        bool rootless = info.SecurityOptions?.Any(option => option.Contains("rootless", StringComparison.Ordinal)) ?? false;
        if (info.OSType is not (null or "linux"))
            return new Finding(Name, FindingStatus.Missing, $"the engine runs {info.OSType} containers, the node needs Linux", "switch the engine to Linux containers");
        return rootless
            ? new Finding(Name, FindingStatus.Warning, "the engine is rootless: the node may not be allowed to open a tun", "use an engine that runs as root: docker context use default")
            : new Finding(Name, FindingStatus.Ok, $"the engine runs as root on Linux {info.KernelVersion}");
    }

    public static Finding Leftovers(IReadOnlyList<Leftover> all)
    {
        const string Name = "Leftovers";
        int dead = all.Count(leftover => leftover.Owner == OwnerState.Dead);
        return dead > 0
            ? new Finding(Name, FindingStatus.Warning, $"{dead} containers and networks of dead runs", "./chaos clean")
            : new Finding(Name, FindingStatus.Ok, $"none of dead runs, {all.Count} containers and networks of living ones");
    }
}
