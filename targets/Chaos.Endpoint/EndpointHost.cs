using System.Diagnostics;
using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Endpoint;

/// <summary>
/// A host of the plan, with kernel sockets under the traffic engine. What a send runs into is told to the engine after its
/// turn, never from inside it.
/// </summary>
internal abstract class EndpointHost(Epoll epoll, TrafficPlan plan) : IPeerSite
{
    private readonly Queue<(HostSocket Socket, SocketOutcome Outcome)> troubles = new();
    private readonly byte[] outgoing = new byte[Message.MaximumBytes];

    public abstract Side Side { get; }

    public abstract TrafficEngine Traffic { get; }

    /// <summary>What the kernel refused us for a reason that is no verdict about a flow: full buffers, descriptors, ports in use.</summary>
    public long LocalFailures { get; protected set; }

    public IEnumerable<int> Flows { get; } = [.. plan.Flows.Select(flow => flow.Number).Order()];

    /// <summary>Until then the program does nothing but hear orders; what comes in waits in the kernel.</summary>
    public long StillUntil { get; private set; } = long.MinValue;

    protected Epoll Epoll { get; } = epoll;

    protected SocketTable Table { get; } = new();

    /// <summary>Scratch for what comes in.</summary>
    protected byte[] Incoming { get; } = new byte[64 << 10];

    /// <summary>The short flows of a client.</summary>
    protected virtual IEnumerable<NewcomerGroup> Newcomers => [];

    public static EndpointHost Create(ConfigureEndpoint configuration, Epoll epoll, ITrafficObserver observer) => configuration.Side switch
    {
        Side.Client => new ClientHost(configuration, epoll, observer),
        Side.Server => new ServerHost(configuration, epoll, observer),
        _ => throw new UnreachableException(),
    };

    /// <summary>A socket has something to say.</summary>
    public abstract void OnReady(EpollEvent happened, long now);

    /// <summary>Does what is due, then tells the engine what its sends ran into.</summary>
    public virtual void Advance(long now)
    {
        Traffic.Advance(now);
        while (troubles.TryDequeue(out (HostSocket Socket, SocketOutcome Outcome) trouble)) Report(trouble.Socket, trouble.Outcome, now);
    }

    /// <remarks>The kernel under the program goes on and acknowledges, as under SIGSTOP.</remarks>
    public void StandStill(long untilNanoseconds)
    {
        StillUntil = untilNanoseconds;
        Traffic.IgnoreLatenessUntil(untilNanoseconds);
    }

    public EndpointStatistics Statistics(long now) => new()
    {
        At = now,
        ScheduledMessages = Traffic.ScheduledMessages,
        LateMessages = Traffic.LateMessages,
        LongestLatenessNanoseconds = Traffic.LongestLatenessNanoseconds,
        StrayMessages = Traffic.StrayMessages,
        LocalFailures = LocalFailures,
    };

    public Summary Summarize(long now) => new()
    {
        Side = Side,
        Statistics = Statistics(now),
        Flows = [.. Traffic.Counts()],
        Newcomers = [.. Newcomers],
    };

    /// <summary>Tells the engine; it closes what is over.</summary>
    protected abstract void Tell(int socket, SocketOutcome outcome, long now);

    protected abstract void OnMessage(int socket, in Message message, long now);

    /// <summary>The message's bytes; they hold until the next call.</summary>
    protected ReadOnlySpan<byte> BytesOf(in Message message)
    {
        message.WriteTo(outgoing);
        return outgoing.AsSpan(0, message.Length);
    }

    protected void SendTo(HostSocket socket, in Message message)
    {
        SocketOutcome outcome = socket.Send(BytesOf(message));
        if (outcome == SocketOutcome.Blocked) Epoll.Change(socket.Descriptor, Readiness.Readable | Readiness.Writable, socket.Tag);
        // A datagram without room is lost like any other.
        else if (outcome == SocketOutcome.Failed && socket.Stream is null) LocalFailures++;
        else if (outcome != SocketOutcome.Fine) TellLater(socket, outcome);
    }

    protected void TellLater(HostSocket socket, SocketOutcome outcome) => troubles.Enqueue((socket, outcome));

    protected void Report(HostSocket socket, SocketOutcome outcome, long now)
    {
        if (!Table.Holds(socket)) return;
        if (outcome == SocketOutcome.Failed) LocalFailures++;
        Tell(socket.Number, outcome, now);
    }

    protected void OnStreamReady(HostSocket socket, MessageStream stream, Readiness readiness, long now)
    {
        if (readiness.HasFlag(Readiness.Writable))
        {
            SocketOutcome flushed = stream.Flush();
            if (flushed == SocketOutcome.Fine) Epoll.Change(socket.Descriptor, Readiness.Readable, socket.Tag);
            else if (flushed != SocketOutcome.Blocked) Report(socket, flushed, now);
        }
        if (!Table.Holds(socket) || readiness == Readiness.Writable) return;
        SocketOutcome outcome = stream.Receive(Incoming, out ReadOnlySpan<byte> available);
        while (Table.Holds(socket) && MessageStream.TryCut(ref available, out Message message)) OnMessage(socket.Number, message, now);
        if (!Table.Holds(socket)) return;
        stream.Keep(available);
        if (outcome != SocketOutcome.Fine) Report(socket, outcome, now);
    }
}
