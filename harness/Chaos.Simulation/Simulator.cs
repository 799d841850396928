using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Faults;
using Chaos.Nat.Maps;
using Chaos.Nat.NodePort;
using Chaos.Simulation.Hosts;
using Chaos.Targets;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Simulation;

/// <summary>
/// One run in virtual time: single-threaded, no clock, no randomness but the seeds in the plan. Every call completes at once.
/// </summary>
public sealed class Simulator : IWorldRun
{
    /// <summary>
    /// From here on nearly all memory is in large arrays, to which the kernel gives large pages if it is asked before; below, they are
    /// moved to such.
    /// </summary>
    private const int ManyFlows = 50_000;

    private readonly IMapEngine engine;
    private readonly EventQueue queue = new();
    private readonly INatDatapath? datapath;
    private readonly NodeSite site;
    private readonly SimulatedHosts hosts;
    private readonly List<Incident> incidents = [];

    /// <summary>When the pressure ends, until what is lost by then was noted.</summary>
    private long? notesLossesAt;

    /// <param name="plan">What to run.</param>
    /// <param name="target">What is between the hosts.</param>
    /// <param name="engine">Where the NAT's tables live; the simulator disposes of it.</param>
    /// <param name="observer">Is called for what the flows do, besides the result; for tests.</param>
    public Simulator(RunPlan plan, ISimulatedTarget target, IMapEngine engine, ITrafficObserver? observer = null)
    {
        this.engine = engine;
        if (plan.Traffic.Flows.Count >= ManyFlows) ManagedHeap.TryPreferHugePages();
        else queue.OnLongRun = ManagedHeap.Collapse;
        Flows = new FlowLog(plan.Traffic.Flows.Count);
        NetworkPlan network = SimulatedNetworks.Of(plan, target.Translates);
        NatOptions nat = plan.NatOn(network);
        datapath = target.CreateDatapath(nat, engine);
        IReadOnlyList<WatchedFlow> watched = ServiceTable.Served(nat.Services, plan.Traffic.Watched(network));
        site = new NodeSite(datapath?.Control, watched);
        hosts = new SimulatedHosts(plan, network, queue, datapath, site, observer is null ? Flows : new BothObservers(Flows, observer));
        Watch(watched);
    }

    public long Now => queue.Now;

    public long Lead => 0;

    public FlowLog Flows { get; }

    public long Packets => hosts.Packets;

    /// <summary>The addresses of a simulated run.</summary>
    /// <param name="plan">Of the run.</param>
    /// <param name="translates">Whether a NAT is between.</param>
    public static NetworkPlan NetworkOf(RunPlan plan, bool translates) => SimulatedNetworks.Of(plan, translates);

    /// <summary>Runs a plan to its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public static RunOutcome Run(
        RunPlan plan, ISimulatedTarget target, IMapEngine? engine = null, ITrafficObserver? observer = null,
        CancellationToken cancellation = default)
    {
        using IMapEngine tables = engine ?? new OwnMapEngine();
        // Virtual time never waits, so the task is complete when it is returned.
        return Runner.RunAsync(new Simulator(plan, target, tables, observer), plan, cancellation).GetAwaiter().GetResult();
    }

    public ValueTask OpenAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask StartPressureAsync(long at, CancellationToken cancellation)
    {
        foreach (SimulatedClient client in hosts.Clients)
        {
            client.Traffic.StartPressure(at);
            client.Plan();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask SetZeroAsync(long zero, CancellationToken cancellation)
    {
        foreach (SimulatedClient client in hosts.Clients) client.Traffic.SetZero(zero);
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync(long pressureAt, long trafficAt, CancellationToken cancellation)
    {
        notesLossesAt = pressureAt;
        foreach (SimulatedClient client in hosts.Clients) client.Traffic.StopPressure(pressureAt);
        foreach (TrafficEngine traffic in hosts.Engines) traffic.StopAt(trafficAt);
        return ValueTask.CompletedTask;
    }

    public ValueTask WaitUntilAsync(long moment, CancellationToken cancellation)
    {
        if (notesLossesAt <= moment)
        {
            queue.RunUntil(notesLossesAt.Value, cancellation);
            datapath?.Losses?.NoteLosses(notesLossesAt.Value);
            notesLossesAt = null;
        }

        queue.RunUntil(moment, cancellation);
        return ValueTask.CompletedTask;
    }

    public ValueTask<TableObservation> ObserveAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(new TableObservation(queue.Now, datapath?.ReadTable()));

    public ValueTask<(long At, FaultReport Report)> ActAsync(FaultOrder order, CancellationToken cancellation) =>
        ValueTask.FromResult((queue.Now, Act(order)));

    public ValueTask<RunOutcome> CollectAsync(bool isComplete, CancellationToken cancellation) => ValueTask.FromResult(new RunOutcome
    {
        Flows = Flows,
        Incidents = incidents,
        Table = datapath?.ReadTable(),
        Packets = hosts.Packets,
        Newcomers = hosts.CountNewcomers(),
        Messages = hosts.CountMessages(),
        Trace = hosts.Trace,
    });

    public ValueTask DisposeAsync()
    {
        engine.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Watch(IReadOnlyList<WatchedFlow> flows)
    {
        if (datapath?.Losses is not { } losses) return;
        losses.IncidentSink = incidents.Add;
        foreach (WatchedFlow flow in flows) losses.Watch(flow);
    }

    private FaultReport Act(FaultOrder order) => order.Fault switch
    {
        NodeFault fault => site.Act(fault, order, queue.Now),
        PeerFault fault => FaultReport.Together([.. hosts.PeersOf(fault).Select(peer => fault.Act(peer, order, queue.Now))]),
        _ => throw new NotSupportedException(order.Fault.GetType().Name),
    };
}
