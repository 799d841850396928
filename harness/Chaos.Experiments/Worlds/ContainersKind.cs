using System.Globalization;
using Chaos.Containers.Doctor;
using Chaos.Containers.Running;
using Chaos.Containers.Topologies;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Experiments.Worlds;

/// <summary>`docker`.</summary>
internal sealed class ContainersKind : WorldKind
{
    /// <summary>Creating, connecting and removing the containers of one repetition; measured on two cores.</summary>
    private const double OverheadSeconds = 8;

    public override string Name => ContainerWorld.WorldName;

    public override string Description => "real sockets in containers";

    public override bool IsReal => true;

    public override string? WhyNoMapEngine => "is for --backend sim: in containers the node holds the entries itself";

    public override CapabilitySet? CapabilitiesOf(ITarget target) => (target as IContainerTarget)?.InContainers;

    public override string? WhyNot(ITarget target, NatOptions options) => (target as IContainerTarget)?.WhyNot(options);

    public override Footprint FootprintOf(ScenarioPlan plan) => new(
        "chaos-node, chaos-endpoint; built here, nothing is pulled",
        "a container engine; NET_RAW for the csharp node, BPF and NET_ADMIN for the ebpf node, NET_ADMIN for the nftables node "
            + "and the control arm's, NET_ADMIN, NET_RAW and /dev/net/tun for an image, nothing for the endpoints",
        ContainersOf(plan), OverheadSeconds);

    public override async Task<MachineLacks> ExamineAsync(CancellationToken cancellation)
    {
        Finding[] missing = [
            .. (await DoctorChecks.OfAllTargetsAsync(cancellation)).Where(finding => finding.Status == FindingStatus.Missing)];
        return target => [
            .. missing,
            .. ((target as IContainerTarget)?.KernelFeatures ?? []).Select(KernelChecks.Of).Where(
                finding => finding.Status != FindingStatus.Ok)];
    }

    public override OpenWorld Prepare(CancellationToken cancellation)
    {
        EngineDiscovery discovery = EngineDiscovery.Begin(cancellation);
        return async (options, cancelled) =>
        {
            await (await discovery.Engine).RequireAsync(options.Images, cancelled);
            return await ContainerWorld.OpenAsync(discovery, options.FirstRun, options.Time, options.KeepPackets, cancelled);
        };
    }

    /// <summary>What runs at a time, in the cell that takes most.</summary>
    private static string ContainersOf(ScenarioPlan plan)
    {
        Scenario largest = plan.Cells.Select(cell => cell.Scenario)
            .MaxBy(scenario => scenario.Flows.Sum(group => group.Count) / scenario.Clients)!;
        int flows = largest.Flows.Sum(group => group.Count);
        int clients = ClientProcess.Spread(
            Enumerable.Range(0, largest.Clients).Select(client => (flows - client + largest.Clients - 1) / largest.Clients)).Count;
        string spread = clients > largest.Clients
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" for {largest.Clients} hosts, since a process may hold 20,000 descriptors and so gets at most "
                    + $"{ClientProcess.FlowsPerProcess:N0} flows")
            : "";
        return $"1 node, {clients} clients{spread}, {largest.Servers} servers";
    }
}
