using Docker.DotNet.Models;

namespace Chaos.Containers.Doctor;

/// <summary>Whether this machine can run scenarios in containers, and what mends it if not.</summary>
public static class DoctorChecks
{
    /// <summary>All checks; a missing engine hides those that need one. Changes nothing.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
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
        findings.Add(MachineChecks.PacketSockets());
        findings.Add(MachineChecks.Tun());
        findings.Add(MachineChecks.BridgeFilter());
        findings.Add(MachineChecks.Descriptors());
        findings.Add(MachineChecks.Memory());
        return findings;
    }
}
