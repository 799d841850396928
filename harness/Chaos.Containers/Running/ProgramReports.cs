using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Model;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Containers.Running;

/// <summary>Keeps what the container programs say. Written by one reader; read by the repetition while it waits.</summary>
internal sealed class ProgramReports(Topology topology, int flows, TimeProvider time)
{
    private readonly Lock writing = new();
    private readonly List<string> failures = [];
    private readonly List<string> errors = [];
    private readonly List<Incident> incidents = [];
    private readonly List<FaultDone> faultsDone = [];
    private readonly List<Summary> summaries = [];
    private readonly Dictionary<int, Captured> captures = [];
    private readonly HashSet<int> dead = [];
    private readonly Dictionary<ContainerProgram, long> lastHeard = [];
    private readonly long began = time.GetTimestamp();
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FlowLog Flows { get; } = new(flows);

    public IReadOnlyList<Incident> Incidents => Read(() => incidents.ToArray());

    /// <summary>The last packets of flows that died, if the node keeps them.</summary>
    public IReadOnlyList<Captured> Captures => Read(() => captures.Values.ToArray());

    /// <summary>Raised once for each flow, with the moment, when the first of its sides holds it for dead.</summary>
    public event Action<int, long>? FlowDied;

    /// <summary>An act of a fault as the programs that it was ordered from have carried it out, so far.</summary>
    public IReadOnlyList<FaultDone> FaultsDone(int number) => Read(() => faultsDone.Where(done => done.Number == number).ToArray());

    /// <summary>Why this repetition says nothing.</summary>
    public IReadOnlyList<string> Failures => Read(() => failures.ToArray());

    public IReadOnlyList<string> Errors => Read(() => errors.ToArray());

    public int Summaries => Read(() => summaries.Count);

    /// <summary>The node's last counters.</summary>
    public NodeStatistics? Node { get; private set; }

    public int NodeReports { get; private set; }

    /// <summary>Reads until the topology is gone.</summary>
    public async Task ListenAsync(CancellationToken cancellation)
    {
        await foreach (ProgramEvent happened in topology.Events.ReadAllAsync(cancellation))
        {
            lock (writing)
            {
                Take(happened);
                news.TrySetResult();
            }
        }
    }

    /// <summary>Waits for the next report, or for <paramref name="atMost"/>.</summary>
    public async Task NextAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        Task next;
        lock (writing)
        {
            if (news.Task.IsCompleted) news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            next = news.Task;
        }

        await Task.WhenAny(next, Task.Delay(atMost, time, cancellation));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <exception cref="WorldFailedException">A container or its channel failed.</exception>
    public void ThrowIfFailed()
    {
        if (Failures is [string first, ..]) throw new WorldFailedException(first);
    }

    /// <summary>For the next look at <see cref="ThrowIfFailed"/>.</summary>
    public void Fail(string reason)
    {
        lock (writing)
        {
            if (!failures.Contains(reason)) failures.Add(reason);
            news.TrySetResult();
        }
    }

    /// <summary>A program that has said nothing for so long; null if all speak.</summary>
    public ContainerProgram? Silent(IEnumerable<ContainerProgram> programs, TimeSpan limit) => Read(() =>
        programs.FirstOrDefault(program => time.GetElapsedTime(lastHeard.GetValueOrDefault(program, began)) > limit));

    /// <summary>What a reader should know of the machine below: what its kernel refused, and what the node dropped.</summary>
    public IEnumerable<string> Warnings()
    {
        long refused = Read(() => summaries.Sum(summary => summary.Statistics.LocalFailures));
        if (refused > 0) yield return $"the endpoints' kernels refused {refused} times: full buffers, descriptors, ports in use";
        if (Node is { WriteFailures: > 0 } node) yield return $"the node could not hand {node.WriteFailures} packets back to its kernel";
        if (Node is { Overflows: > 0 } flooded)
            yield return $"{flooded.Overflows} packets came in faster than the node took them, and were lost";
        foreach ((string reason, long packets) in Node?.Drops ?? new Dictionary<string, long>())
            yield return $"the node dropped {packets} packets: {reason}";
    }

    /// <summary>Where the machine, and not a NAT, explains what was seen.</summary>
    /// <param name="nodePaused">A fault of the scenario paused the node.</param>
    public IEnumerable<string> Invalidations(bool nodePaused)
    {
        string?[] reasons = Read(() => new[]
        {
            MachineInvalidations.OfGenerator(
            summaries.Sum(summary => summary.Statistics.ScheduledMessages), summaries.Sum(summary => summary.Statistics.LateMessages)),
            MachineInvalidations.OfNode(Node?.Packets ?? 0, Node?.Overflows ?? 0, nodePaused),
        });
        return reasons.OfType<string>();
    }

    public IReadOnlyList<NewcomerGroup> CountNewcomers() =>
        NewcomerGroup.Merge(Read(() => summaries.ToArray()).SelectMany(summary => summary.Newcomers));

    /// <summary>Messages of each flow, as the two sides of it counted them.</summary>
    public FlowMessages[] CountMessages(int flows)
    {
        FlowMessages[] messages = new FlowMessages[flows];
        foreach (Summary summary in Read(() => summaries.ToArray()))
            foreach (MessageCount count in summary.Flows)
                messages[count.Flow].Add(summary.Side, count);
        return messages;
    }

    private T Read<T>(Func<T> read)
    {
        lock (writing) return read();
    }

    private void Take(ProgramEvent happened)
    {
        if (happened is ProgramSaid said)
        {
            lastHeard[said.Program] = time.GetTimestamp();
            Take(said.Program, said.Message);
        }
        else if (happened.Failure is { } failure)
        {
            failures.Add(failure);
        }
    }

    private void Take(ContainerProgram program, ControlMessage message)
    {
        switch (message)
        {
            case Opened opened:
                Flows.Opened(opened.At, opened.Flow);
                break;
            case Refused refused:
                Flows.Refused(refused.At, refused.Flow, refused.Cause);
                break;
            case Died died:
                Flows.Died(died.At, died.Flow, died.Cause, died.Side);
                if (dead.Add(died.Flow)) FlowDied?.Invoke(died.Flow, died.At);
                break;
            case Reopened reopened:
                Flows.Reopened(reopened.At, reopened.Flow);
                break;
            case Captured captured:
                captures[captured.Flow] = captured;
                break;
            case Moved moved:
                Flows.Moved(moved.At, moved.Flow);
                break;
            case LossExplained explained:
                incidents.Add(explained.Incident);
                break;
            case FaultDone done:
                faultsDone.Add(done);
                break;
            case Summary summary:
                summaries.Add(summary);
                break;
            case NodeStatistics statistics:
                Node = statistics;
                NodeReports++;
                break;
            case Error error:
                errors.Add($"{program.Name}: {error.Text}");
                break;
        }
    }
}
