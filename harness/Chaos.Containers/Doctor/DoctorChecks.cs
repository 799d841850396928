using Chaos.Targets;
using Docker.DotNet.Models;

namespace Chaos.Containers.Doctor;

/// <summary>Whether this machine can run scenarios in containers, and what mends it if not.</summary>
public static class DoctorChecks
{
    /// <summary>All checks; a missing engine hides those that need one. Changes nothing.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        // A feature that is missing takes one target away, and not all.
        IEnumerable<Finding> features = Enum.GetValues<KernelFeature>().Select(KernelChecks.Of).Select(
            finding => finding.Status == FindingStatus.Missing ? finding with { Status = FindingStatus.Warning } : finding);
        return [.. await OfAllTargetsAsync(cancellation), .. features];
    }

    /// <summary>Without the features of the kernel that only some targets need.</summary>
    public static async Task<IReadOnlyList<Finding>> OfAllTargetsAsync(CancellationToken cancellation)
    {
        List<Finding> findings = [];
        try
        {
            using DockerEngine engine = await DockerEngine.ConnectAsync(cancellation);
            findings.Add(new Finding(
                "Docker engine", FindingStatus.Ok, $"{engine.Version}, API {engine.Api}{(engine.IsLocal ? "" : ", on another machine")}"));
            SystemInfoResponse info = await engine.Client.System.GetSystemInfoAsync(cancellation);
            findings.Add(EngineChecks.Privileges(info));
            findings.Add(EngineChecks.Leftovers(await Cleaning.Leftovers.FindAsync(engine, cancellation)));
            if (engine.IsLocal) findings.Add(MachineChecks.Disk(info.DockerRootDir ?? "/"));
        }
        catch (DockerUnavailableException error)
        {
            findings.Add(new Finding("Docker engine", FindingStatus.Missing, error.Reason, error.Remedy));
        }
        findings.Add(MachineChecks.Toolchain());
        findings.Add(MachineChecks.Tun());
        findings.Add(MachineChecks.BridgeFilter());
        findings.Add(MachineChecks.Descriptors());
        findings.Add(MachineChecks.Memory());
        return findings;
    }
}
