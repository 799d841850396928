using System.Globalization;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Containers.Running;

/// <summary>One topology as a run: moments are real, on the containers' clock.</summary>
internal sealed class ContainerRun(
    Topology topology, DockerEngine engine, RunPlan plan, bool keepPackets, TimeProvider time) : IWorldRun
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>How long a program may take to answer.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a program may be silent though asked: shorter than the wait for an answer, so that the reason is known before that ends.
    /// </summary>
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PulseInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly ProgramReports reports = new(topology, plan.Traffic.Flows.Count, time);
    private readonly CancellationTokenSource end = new();
    private Task background = Task.CompletedTask;
    private long epoch;

    /// <summary>The same moment on the calendar.</summary>
    private DateTimeOffset startedAt;

    /// <summary>Acts of faults that were ordered.</summary>
    private int acts;

    public long Now => topology.MonotonicNanoseconds - epoch;

    public long Lead => 200 * NanosecondsPerMillisecond;

    public FlowLog Flows => reports.Flows;

    private IEnumerable<ContainerProgram> Endpoints => topology.Clients.Concat(topology.Servers);

    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        if (keepPackets) reports.FlowDied += (flow, diedAt) => _ = topology.Node.SendAsync(new Capture(flow), end.Token);
        if (topology.NodeLooksWhenFlowsDie)
            reports.FlowDied += (flow, diedAt) => _ = topology.Node.SendAsync(new ExplainLoss(flow, diedAt), end.Token);
        background = Task.WhenAll(reports.ListenAsync(end.Token), WatchAsync(end.Token));
        epoch = topology.MonotonicNanoseconds + Lead;
        startedAt = time.GetUtcNow() + TimeSpan.FromTicks(Lead / TimeSpan.NanosecondsPerTick);
        await topology.SendToAllAsync(new Start { EpochNanoseconds = epoch }, cancellation);
    }

    public async ValueTask StartPressureAsync(long at, CancellationToken cancellation) =>
        await SendAsync(topology.Clients, new PressureStart { At = at }, cancellation);

    public async ValueTask SetZeroAsync(long zero, CancellationToken cancellation) =>
        await SendAsync(topology.Clients, new ZeroAt { At = zero }, cancellation);

    public async ValueTask StopAsync(long pressureAt, long trafficAt, CancellationToken cancellation)
    {
        await SendAsync(topology.Clients, new PressureStop { At = pressureAt }, cancellation);
        await SendAsync(Endpoints, new StopAt { At = trafficAt }, cancellation);
    }

    public async ValueTask WaitUntilAsync(long moment, CancellationToken cancellation)
    {
        // The clock is read once a round: it may pass the moment between two looks.
        for (long left = moment - Now; left > 0; left = moment - Now)
        {
            reports.ThrowIfFailed();
            await Task.Delay(TimeSpan.FromTicks(Math.Min(left / TimeSpan.NanosecondsPerTick + 1, PollInterval.Ticks)), time, cancellation);
        }

        reports.ThrowIfFailed();
    }

    /// <summary>The moment is the node's own: it is past when its report arrives.</summary>
    public async ValueTask<TableObservation> ObserveAsync(CancellationToken cancellation)
    {
        await AskNodeAsync(cancellation);
        return new TableObservation(reports.Node!.At, reports.Node.Table);
    }

    public async ValueTask<(long At, FaultReport Report)> ActAsync(FaultOrder order, CancellationToken cancellation)
    {
        int number = acts++;
        IReadOnlyList<ContainerProgram> programs = ProgramsOf(order.Fault);
        await SendAsync(programs, new InjectFault { Number = number, Order = order }, cancellation);
        await WaitForAsync(
            () => reports.FaultsDone(number).Count == programs.Count,
            $"{string.Join(", ", programs.Select(program => program.Name))} to carry out `{FaultCatalog.NameOf(order.Fault)}`",
            cancellation);
        IReadOnlyList<FaultDone> done = reports.FaultsDone(number);
        return (done.Min(one => one.At), FaultReport.Together([.. done.Select(one => one.Report)]));
    }

    public async ValueTask<RunOutcome> CollectAsync(bool isComplete, CancellationToken cancellation)
    {
        long? stoppedAt = null;
        try
        {
            if (isComplete) await CollectLastReportsAsync(cancellation);
        }
        catch (WorldFailedException)
        {
            stoppedAt = Now;
        }

        bool isWhole = isComplete && stoppedAt is null;
        if (!isWhole) await engine.ThrowIfGoneAsync();
        IReadOnlyList<RunAttachment> captures = new PacketFiles(plan.Traffic, startedAt).Of(reports.Captures);
        bool nodePaused = plan.Faults.Any(planned => planned.Fault is NodeFault fault && fault.PausesNode());
        return new RunOutcome
        {
            Flows = reports.Flows,
            Incidents = reports.Incidents,
            Table = reports.Node?.Table,
            Packets = reports.Node?.Packets ?? 0,
            Newcomers = isWhole ? reports.CountNewcomers() : [],
            Messages = isWhole ? reports.CountMessages(plan.Traffic.Flows.Count) : [],
            StoppedAt = stoppedAt,
            Invalidations = [.. reports.Failures, .. reports.Invalidations(nodePaused)],
            Warnings = [.. topology.Warnings, .. reports.Errors, .. reports.Warnings()],
            Attachments = isWhole ? captures : [.. captures, .. ContainerWorld.Attach(await topology.RecordAsync())],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
        await topology.DisposeAsync();
    }

    private async Task CollectLastReportsAsync(CancellationToken cancellation)
    {
        await WaitForAsync(
            () => reports.Summaries == topology.Clients.Count + topology.Servers.Count, "the last report of every endpoint", cancellation);
        await AskNodeAsync(cancellation);
    }

    /// <summary>
    /// Asks every program again and again for its counters: a program that hangs cannot be told from one with nothing to report.
    /// </summary>
    private async Task WatchAsync(CancellationToken cancellation)
    {
        ContainerProgram[] all = [topology.Node, .. topology.Clients, .. topology.Servers];
        while (true)
        {
            await SendAsync(all, new AskStatistics(), cancellation);
            await Task.Delay(PulseInterval, time, cancellation);
            if (reports.Silent(all, HangTimeout) is { } silent)
                reports.Fail(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{silent.Name} hangs: it has said nothing for {HangTimeout.TotalSeconds:0} s, though asked"));
        }
    }

    private IReadOnlyList<ContainerProgram> ProgramsOf(Fault fault) => fault switch
    {
        PeerFault { Host: { } host } peer => peer.IsOfServers() ? [topology.Servers[host]] : topology.ProgramsOfClient(host),
        PeerFault peer => peer.IsOfServers() ? topology.Servers : topology.Clients,
        _ => [topology.Node],
    };

    private async Task AskNodeAsync(CancellationToken cancellation)
    {
        int before = reports.NodeReports;
        await topology.Node.SendAsync(new AskStatistics(), cancellation);
        await WaitForAsync(() => reports.NodeReports > before, "the node's counters", cancellation);
    }

    private static async Task SendAsync(IEnumerable<ContainerProgram> programs, ControlMessage message, CancellationToken cancellation)
    {
        foreach (ContainerProgram program in programs) await program.SendAsync(message, cancellation);
    }

    /// <param name="holds">What is waited for.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="cancellation">Ends the wait.</param>
    private async Task WaitForAsync(Func<bool> holds, string what, CancellationToken cancellation)
    {
        long limit = Now + (long)AnswerTimeout.TotalMilliseconds * NanosecondsPerMillisecond;
        while (!holds())
        {
            reports.ThrowIfFailed();
            if (Now > limit) reports.Fail($"gave up waiting for {what}");
            await reports.NextAsync(PollInterval, cancellation);
        }
    }
}
