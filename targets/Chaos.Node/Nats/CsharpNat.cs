using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Faults;
using Chaos.Nat.NodePort;
using Chaos.Node.Captures;
using Chaos.Node.Links;
using Chaos.Node.Ports;

namespace Chaos.Node.Nats;

/// <summary>The C# datapath on packet sockets, past the kernel; a thread of its own forwards packets, two system calls a batch.</summary>
internal sealed class CsharpNat : INodeNat
{
    /// <summary>Some seconds at tens of thousands of packets a second; each is kept twice, as it came and as it left.</summary>
    private const int KeptPackets = 1 << 19;

    /// <summary>A fault may end between the look and the wait.</summary>
    private const long LongestWaitNanoseconds = 10_000_000;

    private readonly ControlChannel control;
    private readonly RunClock clock;
    private readonly Lock gate;
    private readonly object faulted = new();
    private readonly PacketSocket socket;
    private readonly EthernetPort ethernet;
    private readonly HostLinks links;
    private readonly LinkPort port;
    private readonly NatDatapath datapath;
    private readonly NodeSite site;
    private readonly PacketForwarder forwarder;
    private readonly PacketRing? ring;
    private readonly Dictionary<int, FiveTuple> watched;
    private bool ended;

    /// <param name="configuration">What to run, and where.</param>
    /// <param name="control">For losses, as they happen.</param>
    /// <param name="clock">Of the run.</param>
    /// <param name="gate">Held while packets are handled, and by who calls any other member.</param>
    public CsharpNat(ConfigureNode configuration, ControlChannel control, RunClock clock, Lock gate)
    {
        this.control = control;
        this.clock = clock;
        this.gate = gate;
        NatOptions nat = configuration.Nat ?? throw new InvalidOperationException("no NAT to run");
        datapath = NatDatapath.Create(nat);
        links = new HostLinks(configuration.Network, configuration.Links);
        IReadOnlyList<WatchedFlow> flows = ServiceTable.Served(nat.Services, configuration.Watched);
        site = new NodeSite(datapath.Control, flows) { Links = links.All };
        datapath.Ledger.IncidentSink = incident => control.Send(new LossExplained { Incident = incident });
        watched = flows.ToDictionary(flow => flow.Flow, flow => flow.Connection);
        foreach (WatchedFlow flow in flows) datapath.Ledger.Watch(flow);
        socket = new PacketSocket();
        ethernet = new NodeNetworks(configuration.Network).OpenPort(socket);
        port = new LinkPort(ethernet, links, clock);
        ring = configuration.KeepPackets ? new PacketRing(KeptPackets) : null;
        forwarder = new PacketForwarder(ring is null ? port : new CapturingPort(port, ring, clock), datapath);
        new Thread(ForwardPackets) { IsBackground = true, Name = "packets" }.Start();
    }

    public void Begin() => links.Begin();

    public NodeStatistics ReadStatistics(long now)
    {
        socket.CountOverflows();
        return NodeReports.Statistics(datapath, socket, ethernet, port, now);
    }

    public Captured? Capture(int flow) => ring is not null && watched.TryGetValue(flow, out FiveTuple connection)
        ? NodeReports.Captured(flow, ring.Of(connection)) : null;

    public FaultReport? Act(NodeFault fault, FaultOrder order, long now)
    {
        FaultReport report = site.Act(fault, order, now);
        links.Refresh();
        lock (faulted) Monitor.PulseAll(faulted);
        return report;
    }

    /// <summary>What the forwarding thread is blocked in ends with the process; the gate keeps it out of what is freed here.</summary>
    public void Dispose() => ended = true;

    /// <summary>
    /// A node that a fault makes stand still: its packets wait in the kernel, as they do for a program that does not run. What has left it
    /// is under way.
    /// </summary>
    private void WaitForTurn()
    {
        for (long left = UntilTurn(); left > 0; left = UntilTurn())
        {
            port.SendDue();
            lock (faulted) Monitor.Wait(
                faulted, TimeSpan.FromTicks(Math.Min(left, LongestWaitNanoseconds) / TimeSpan.NanosecondsPerTick + 1));
        }
    }

    private long UntilTurn()
    {
        lock (gate)
        {
            long now = clock.Now;
            return site.Gate.NextTurn(now) - now;
        }
    }

    private void ForwardPackets()
    {
        while (true)
        {
            int count = port.Receive(-1);
            WaitForTurn();
            lock (gate)
            {
                if (ended) return;
                if (!site.Gate.IsDown) forwarder.Forward(count, clock);
                // Nobody reads any more: the thread that hears orders ends the program.
                if (!control.Flush()) return;
            }
        }
    }
}
