using System.Globalization;
using System.Text;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Harness.Planning;
using Chaos.Runs;
using Chaos.Traffic;

namespace Chaos.Harness.Backends;

/// <summary>Takes one topology through the phases of a run, in real time. Times are nanoseconds since the epoch, on the containers' clock.</summary>
internal sealed class ContainerRepetition(Topology topology, RepetitionPlan plan, bool withNat, bool keepPackets, TimeProvider time)
{
    /// <summary>How far ahead a moment is announced, so that every program hears of it in time.</summary>
    private const long Lead = 200_000_000;

    /// <summary>How long a program may take to answer.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long a program may be silent though asked. Told before anybody gives up waiting for its answer, so that the reason has its name.</summary>
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PulseInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WarmUpPollInterval = TimeSpan.FromTicks(RunPhases.PollInterval / TimeSpan.NanosecondsPerTick);

    private readonly ProgramReports reports = new(topology, plan.Traffic.Flows.Count, time);
    private long epoch;

    /// <summary>Acts of faults that were ordered.</summary>
    private int acts;

    /// <summary>The same moment on the calendar.</summary>
    private DateTimeOffset startedAt;

    private long Now => topology.MonotonicNanoseconds - epoch;

    public async Task<RepetitionOutcome> RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task listening = reports.ListenAsync(end.Token);
        if (keepPackets) reports.FlowDied += flow => _ = topology.Node.SendAsync(new Capture(flow), end.Token);
        Task watching = WatchAsync(end.Token);
        try
        {
            RepetitionOutcome outcome = await GoThroughPhasesAsync(cancellation);
            IReadOnlyList<RunAttachment> captures = new PacketFiles(plan, startedAt).Of(reports.Captures);
            return outcome with { Attachments = outcome.StoppedAt is null ? captures : [.. captures, .. Attach(await topology.RecordAsync())] };
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(listening, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public static IReadOnlyList<RunAttachment> Attach(IEnumerable<ProgramRecord> records) =>
        [.. records.Select(record => new RunAttachment($"{record.Name}.log", Encoding.UTF8.GetBytes(record.ToString())))];

    /// <summary>Asks every program again and again how it does: one that hangs says nothing, and nothing else would tell it from one with nothing to say.</summary>
    private async Task WatchAsync(CancellationToken cancellation)
    {
        ContainerProgram[] all = [topology.Node, .. topology.Clients, .. topology.Servers];
        while (true)
        {
            await SendAsync(all, new AskStatistics(), cancellation);
            await Task.Delay(PulseInterval, time, cancellation);
            if (reports.Silent(all, HangTimeout) is { } silent)
                reports.Report(string.Create(CultureInfo.InvariantCulture, $"{silent.Name} hangs: it has said nothing for {HangTimeout.TotalSeconds:0} s, though asked"));
        }
    }

    private async Task<RepetitionOutcome> GoThroughPhasesAsync(CancellationToken cancellation)
    {
        epoch = topology.MonotonicNanoseconds + Lead;
        startedAt = time.GetUtcNow() + TimeSpan.FromTicks(Lead / TimeSpan.NanosecondsPerTick);
        await topology.SendToAllAsync(new Start { EpochNanoseconds = epoch }, cancellation);
        List<FaultRecord> faults = [];
        long zero = 0;
        bool warmedUp = true;
        long? stoppedAt = null;
        try
        {
            long opened = await UntilOpenAsync(cancellation);
            (zero, warmedUp) = await WarmUpAsync(opened, cancellation);
            long end = zero + plan.Phases.Duration, stopAt = end + plan.Phases.Tail;
            await SendAsync(topology.Clients, new PressureStop { At = end }, cancellation);
            await SendAsync(topology.Clients.Concat(topology.Servers), new StopAt { At = stopAt }, cancellation);
            await CarryOutFaultsAsync(zero, faults, cancellation);
            await UntilAsync(stopAt, cancellation);
            await WaitForAsync(() => reports.Summaries == topology.Clients.Count + topology.Servers.Count, "the last word of every endpoint", cancellation);
            await AskNodeAsync(cancellation);
        }
        catch (ContainerTroubleException)
        {
            // Told in Invalid; what was still alive is censored at this moment.
            stoppedAt = Now;
        }

        bool stoodStill = plan.Faults.Any(planned => planned.Fault is NodeFault fault && fault.HoldsNodeUp());
        return new RepetitionOutcome
        {
            Zero = zero,
            Flows = reports.Flows,
            Incidents = reports.Incidents,
            Faults = faults,
            Counters = reports.Count(),
            StoppedAt = stoppedAt,
            Invalid = [.. reports.Troubles, .. reports.Flaws(stoodStill)],
            Notes = [.. reports.Notes, .. reports.Confessions(), .. warmedUp ? Array.Empty<string>() : [RepetitionOutcome.NotWarmedUp]],
        };
    }

    /// <summary>Waits until each flow is open or refused, and returns the moment from which on pressure may begin.</summary>
    private async Task<long> UntilOpenAsync(CancellationToken cancellation)
    {
        long lastRefusal = plan.Phases.OpenUntil + plan.Traffic.Groups.Max(group => group.Patience);
        await WaitForAsync(() => reports.Flows.Decided == plan.Traffic.Flows.Count, "every flow to open or to be refused", cancellation, lastRefusal);
        // The planned moment, unless the flows took longer.
        return Math.Max(plan.Phases.OpenUntil, Now + Lead);
    }

    private async Task<(long Zero, bool WarmedUp)> WarmUpAsync(long start, CancellationToken cancellation)
    {
        await SendAsync(topology.Clients, new PressureStart { At = start }, cancellation);
        if (plan.Phases.WarmUp is not null || plan.Traffic.Pressure.Count == 0 || !withNat)
            return (start + (plan.Phases.WarmUp ?? plan.Phases.ExpectedFill), true);
        await UntilAsync(start, cancellation);
        while (reports.Node is not ({ Evictions: > 0 } or { Refusals: > 0 }))
        {
            if (Now - start >= plan.Phases.WarmUpLimit) return (Now, false);
            await Task.Delay(WarmUpPollInterval, time, cancellation);
            await AskNodeAsync(cancellation);
        }

        // The node's own moment: t = 0 may be past when we hear of it, since nothing happens at it.
        return (reports.Node.At, true);
    }

    private async Task CarryOutFaultsAsync(long zero, List<FaultRecord> faults, CancellationToken cancellation)
    {
        if (!withNat) return;
        FaultTimeline timeline = new(plan.Faults, plan.EndOfFaults);
        while (timeline.Watches || timeline.NextDue < long.MaxValue)
        {
            long next = timeline.Watches ? Math.Min(timeline.NextDue, Now - zero + Nanoseconds.Of(PollInterval)) : timeline.NextDue;
            await UntilAsync(zero + next, cancellation);
            if (timeline.Watches) timeline.Observe(next, await ObserveAsync(cancellation));
            while (timeline.TryTake(next, out FaultOrder? order)) faults.Add(await CarryOutAsync(order, next, zero, cancellation));
        }
    }

    private async Task<Observation> ObserveAsync(CancellationToken cancellation)
    {
        await AskNodeAsync(cancellation);
        return new Observation((double)reports.Node!.Entries / reports.Node.Capacity, reports.Flows.Survival);
    }

    private async Task<FaultRecord> CarryOutAsync(FaultOrder order, long due, long zero, CancellationToken cancellation)
    {
        if (order.Phase == FaultPhase.Refused) return new FaultRecord(due, order, FaultReport.Nothing);
        int number = acts++;
        IReadOnlyList<ContainerProgram> programs = WhoCarriesOut(order.Fault);
        await SendAsync(programs, new InjectFault { Number = number, Order = order }, cancellation);
        await WaitForAsync(
            () => reports.FaultsDone(number).Count == programs.Count, $"{string.Join(", ", programs.Select(program => program.Name))} to carry out `{FaultCatalog.NameOf(order.Fault)}`", cancellation);
        IReadOnlyList<FaultDone> done = reports.FaultsDone(number);
        return new FaultRecord(done.Min(one => one.At) - zero, order, FaultReport.Together([.. done.Select(one => one.Report)]));
    }

    private IReadOnlyList<ContainerProgram> WhoCarriesOut(Fault fault) => fault switch
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

    private async Task UntilAsync(long moment, CancellationToken cancellation)
    {
        // The clock is read once a round: it may pass the moment between two looks.
        for (long left = moment - Now; left > 0; left = moment - Now)
        {
            reports.ThrowIfTrouble();
            await Task.Delay(TimeSpan.FromTicks(Math.Min(left / TimeSpan.NanosecondsPerTick + 1, PollInterval.Ticks)), time, cancellation);
        }
    }

    /// <param name="holds">What is waited for.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="from">The moment from which on it is due.</param>
    private async Task WaitForAsync(Func<bool> holds, string what, CancellationToken cancellation, long from = 0)
    {
        long limit = Math.Max(from, Now) + Nanoseconds.Of(AnswerTimeout);
        while (!holds())
        {
            reports.ThrowIfTrouble();
            if (Now > limit) reports.Fail($"gave up waiting for {what}");
            await reports.NextAsync(PollInterval, cancellation);
        }
    }
}
