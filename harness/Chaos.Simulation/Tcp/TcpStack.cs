using Chaos.Core;
using Chaos.Model;
using Chaos.Packets;
using Chaos.Simulation.Hosts;
using Chaos.Traffic;

namespace Chaos.Simulation.Tcp;

/// <summary>The connections of one host, by tuple, with their timers; its listening ports; and the tuples that rest.</summary>
internal sealed class TcpStack(ITcpHost host, PortSet listening)
{
    private readonly Dictionary<FiveTuple, TcpConnection> connections = [];
    private readonly TimeWaitTable resting = new();
    private readonly Stack<TcpConnection> spare = new();
    private readonly TimeQueue<TcpConnection> timers = new();
    private bool keepAliveIsOff;

    /// <summary>When <see cref="Advance"/> wants to be called next.</summary>
    public long NextDue => timers.TryPeek(out long due, out _) ? due : long.MaxValue;

    /// <summary>Nothing is due before; cheaper to ask than <see cref="NextDue"/>.</summary>
    public long Soonest => timers.Soonest;

    /// <summary>Connections that are neither closed nor resting.</summary>
    public int Count => connections.Count;

    /// <summary>Opens a connection; null if the tuple is in use or has to rest (EADDRNOTAVAIL).</summary>
    public TcpConnection? Connect(FiveTuple tuple, int socket, long keepAlive)
    {
        FiveTuple incoming = tuple.Reversed();
        if (connections.ContainsKey(incoming) || resting.Rests(incoming, host.Now)) return null;
        TcpConnection connection = Take(incoming);
        connection.Connect(tuple, socket, keepAlive);
        connection.KeepAliveIsOff = keepAliveIsOff;
        Settle(connection);
        return connection;
    }

    /// <summary>Probes of the connections that have them, off or on again: SO_KEEPALIVE.</summary>
    public void SetKeepAlive(bool on)
    {
        keepAliveIsOff = !on;
        foreach (TcpConnection connection in connections.Values)
        {
            connection.KeepAliveIsOff = keepAliveIsOff;
            if (on) connection.ResumeKeepAlive();
            Settle(connection);
        }
    }

    public void Send(TcpConnection connection, in Message message)
    {
        connection.Send(message);
        Settle(connection);
    }

    public void Close(TcpConnection connection)
    {
        connection.Close();
        Settle(connection);
    }

    /// <summary>Hands a segment to its connection; false if this host has none for it, and says so with RST.</summary>
    public bool TryDeliver(FiveTuple incoming, TcpNumbers numbers, in Message message)
    {
        if (connections.TryGetValue(incoming, out TcpConnection? connection))
        {
            connection.Receive(numbers, message);
            Settle(connection);
            return true;
        }

        if (resting.TryTake(incoming, numbers, message.Length, host)) return true;
        if ((numbers.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) != TcpFlags.Syn || !listening.Contains(incoming.DestinationPort))
            return false;
        connection = Take(incoming);
        connection.Accept(incoming.Reversed(), numbers.Sequence);
        Settle(connection);
        return true;
    }

    /// <summary>ICMP destination unreachable about a segment of ours.</summary>
    public void OnUnreachable(FiveTuple about, uint sequence, IcmpUnreachableCode code)
    {
        if (!connections.TryGetValue(about.Reversed(), out TcpConnection? connection)) return;
        connection.OnUnreachable(sequence, code);
        Settle(connection);
    }

    /// <summary>Does what is due by now.</summary>
    public void Advance()
    {
        while (timers.TryTake(host.Now, out long due, out TcpConnection? connection))
        {
            if (due != connection.ScheduledAt) continue;
            connection.ScheduledAt = long.MaxValue;
            connection.Tick();
            Settle(connection);
        }
    }

    private TcpConnection Take(FiveTuple incoming)
    {
        if (!spare.TryPop(out TcpConnection? connection)) connection = new TcpConnection(host);
        connections.Add(incoming, connection);
        return connection;
    }

    /// <summary>After anything happened to a connection: it ends, rests, or is put on the timers.</summary>
    private void Settle(TcpConnection connection)
    {
        if (connection.State is TcpState.Closed or TcpState.TimeWait)
        {
            FiveTuple incoming = connection.Tuple.Reversed();
            // What the program did while it was told may have settled it already.
            if (!connections.TryGetValue(incoming, out TcpConnection? held) || !ReferenceEquals(held, connection)) return;
            connections.Remove(incoming);
            if (connection.State == TcpState.TimeWait)
                resting.Add(incoming, connection.Numbers.SendNext, connection.Numbers.ReceiveNext, host.Now);
            connection.ScheduledAt = long.MaxValue;
            spare.Push(connection);
            return;
        }

        // An earlier entry stands there and puts it on again; a later one becomes stale.
        long due = connection.NextDue;
        if (due >= connection.ScheduledAt) return;
        connection.ScheduledAt = due;
        timers.Add(due, connection);
    }
}
