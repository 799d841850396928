using Chaos.Packets;
using Chaos.Core;
using Chaos.Model;
using Chaos.Simulation.Hosts;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.Tcp;

/// <summary>
/// What a wire does to segments, drawn from a seed. Percentages; times in milliseconds, 0 is one millisecond and no reordering.
/// </summary>
internal readonly record struct Wire(int LossPercent, int DuplicatePercent, int MaximumDelay, ulong Seed);

/// <summary>Two hosts and a wire, in virtual time. Each end has at most one connection that the test looks at.</summary>
internal sealed class TcpWorld
{
    public static readonly FiveTuple Tuple = new(IpProtocol.Tcp, new Ipv4Address(0x0A000001), 40000, new Ipv4Address(0x0A000002), 80);

    private readonly PriorityQueue<Action, (long Time, long Order)> events = new();
    private readonly Wire wire;
    private RandomStream random;
    private long order;

    public TcpWorld(Wire? conditions = null)
    {
        wire = conditions ?? default;
        random = new RandomStream(wire.Seed);
        Client = new End(this, []);
        Server = new End(this, [Tuple.DestinationPort]);
        (Client.Other, Server.Other) = (Server, Client);
    }

    public End Client { get; }

    public End Server { get; }

    public long Now { get; private set; }

    /// <summary>False: everything vanishes on the wire.</summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>Segments as they are sent, acknowledgments and payloads relative to nothing.</summary>
    public List<(long At, bool FromClient, TcpNumbers Numbers, int Length)> Segments { get; } = [];

    public void Connect(long keepAlive = 0) => Client.Connection = Client.Stack.Connect(Tuple, 1, keepAlive);

    public void At(long milliseconds, Action action) => events.Enqueue(action, (milliseconds * TcpTimes.Millisecond, order++));

    /// <summary>Until nothing is left to happen, or until the moment.</summary>
    public void Run(long untilMilliseconds)
    {
        long until = untilMilliseconds * TcpTimes.Millisecond;
        while (true)
        {
            long next = events.TryPeek(out _, out (long Time, long Order) first) ? first.Time : long.MaxValue;
            long due = Math.Min(next, Math.Min(Client.Stack.NextDue, Server.Stack.NextDue));
            if (due > until) break;
            Now = Math.Max(Now, due);
            if (next <= Now) events.Dequeue()();
            Client.Stack.Advance();
            Server.Stack.Advance();
        }

        Now = until;
    }

    private void Carry(End from, FiveTuple tuple, TcpNumbers numbers, Message message)
    {
        Segments.Add((Now, from == Client, numbers, message.Length));
        if (!IsConnected) return;
        int copies = random.NextBelow(100) < wire.DuplicatePercent ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
        {
            if (random.NextBelow(100) < wire.LossPercent) continue;
            long delay = wire.MaximumDelay == 0 ? TcpTimes.Millisecond : 1 + random.NextBelow(wire.MaximumDelay * TcpTimes.Millisecond);
            events.Enqueue(() => from.Other.Arrive(tuple, numbers, message), (Now + delay, order++));
        }
    }

    internal sealed class End : ITcpHost
    {
        private readonly TcpWorld world;

        public End(TcpWorld world, HashSet<ushort> listening)
        {
            this.world = world;
            Stack = new TcpStack(this, new PortSet(listening));
        }

        public TcpStack Stack { get; }

        public End Other { get; set; } = null!;

        public TcpConnection? Connection { get; set; }

        /// <summary>Sequence numbers of the messages that arrived.</summary>
        public List<uint> Received { get; } = [];

        /// <summary>What else the program was told.</summary>
        public List<string> Told { get; } = [];

        /// <summary>Window that this end advertises.</summary>
        public ushort Window { get; set; } = ushort.MaxValue;

        public long Now => world.Now;

        public void Send(uint number, int length = 100)
        {
            if (Connection is { } connection) Stack.Send(connection, new Message(MessageKind.Data, false, 0, number, length));
        }

        public void Close()
        {
            if (Connection is { } connection) Stack.Close(connection);
            Connection = null;
        }

        public void Arrive(FiveTuple tuple, TcpNumbers numbers, Message message)
        {
            if (Stack.TryDeliver(tuple, numbers, message) || (numbers.Flags & TcpFlags.Rst) != 0) return;
            bool acknowledges = (numbers.Flags & TcpFlags.Ack) != 0;
            uint taken = (uint)message.Length + ((numbers.Flags & (TcpFlags.Syn | TcpFlags.Fin)) != 0 ? 1u : 0);
            TcpNumbers reset = acknowledges
                ? new TcpNumbers(numbers.Acknowledgment, 0, TcpFlags.Rst)
                : new TcpNumbers(0, unchecked(numbers.Sequence + taken), TcpFlags.Rst | TcpFlags.Ack);
            world.Carry(this, tuple.Reversed(), reset, default);
        }

        void ITcpHost.Transmit(FiveTuple tuple, TcpNumbers numbers, in Message message) =>
            world.Carry(this, tuple, numbers with { Window = Window }, message);

        void ITcpHost.OnConnected(TcpConnection connection)
        {
            if (connection.Socket < 0) connection.Socket = 1;
            Connection = connection;
            Told.Add("connected");
        }

        void ITcpHost.OnMessage(TcpConnection connection, in Message message) => Received.Add(message.Sequence);

        void ITcpHost.OnPeerClosed(TcpConnection connection) => Told.Add("peer closed");

        void ITcpHost.OnReset(TcpConnection connection) => Lose("reset");

        void ITcpHost.OnTimedOut(TcpConnection connection) => Lose("timed out");

        private void Lose(string how)
        {
            Told.Add(how);
            Connection = null;
        }
    }
}
