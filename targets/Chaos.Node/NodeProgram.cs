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

namespace Chaos.Node;

/// <summary>
/// The node: one thread hears orders, another forwards packets. Both block in the kernel while they have nothing to do, and whoever
/// wakes holds the gate; so an order falls between two batches, and a batch costs two system calls.
/// </summary>
internal sealed class NodeProgram(ControlChannel control, RunClock clock) : IDisposable
{
    /// <summary>Some seconds at tens of thousands of packets a second; each is kept twice, as it came and as it left.</summary>
    private const int KeptPackets = 1 << 19;

    /// <summary>A fault may end between the look and the wait.</summary>
    private const long LongestWaitNanoseconds = 10_000_000;

    private readonly Lock gate = new();
    private readonly object faulted = new();
    private PacketSocket? socket;
    private EthernetPort? ethernet;
    private HostLinks? links;
    private LinkPort? port;
    private NatDatapath? datapath;
    private NodeSite? site;
    private PacketForwarder? forwarder;
    private PacketRing? ring;
    private Dictionary<int, FiveTuple> watched = [];
    private bool ended;

    /// <summary>Returns when told to stop, or when nobody is left at the other end of the control channel.</summary>
    public void Run()
    {
        while (control.Pump())
        {
            lock (gate)
            {
                if (!TakeOrders() || !control.Flush()) break;
            }
        }
    }

    /// <summary>What the forwarding thread is blocked in ends with the process; the gate keeps it out of what is freed here.</summary>
    public void Dispose()
    {
        lock (gate) ended = true;
    }

    private bool TakeOrders()
    {
        while (control.TryNext(out ControlMessage message))
        {
            if (message is Stop) return false;
            Obey(message);
        }
        return true;
    }

    private void Obey(ControlMessage message)
    {
        switch (message)
        {
            case ConfigureNode configuration:
                Configure(configuration);
                break;
            case Start start:
                clock.EpochNanoseconds = start.EpochNanoseconds;
                links?.Begin();
                break;
            case AskStatistics:
                socket?.CountOverflows();
                control.Send(NodeReports.Statistics(datapath, socket, ethernet, port, clock.Now));
                break;
            case Capture capture when ring is not null && watched.TryGetValue(capture.Flow, out FiveTuple connection):
                control.Send(NodeReports.Captured(capture.Flow, ring.Of(connection)));
                break;
            case InjectFault { Order.Fault: NodeFault fault } inject when site is not null:
                long now = clock.Now;
                control.Send(new FaultDone { Number = inject.Number, At = now, Report = site.Act(fault, inject.Order, now) });
                links!.Refresh();
                lock (faulted) Monitor.PulseAll(faulted);
                break;
            default:
                control.Send(new Error { Text = $"the node cannot do '{message.GetType().Name}' now" });
                break;
        }
    }

    private void Configure(ConfigureNode configuration)
    {
        if (datapath is not null) throw new InvalidOperationException("configured twice");
        if (configuration.Nat is { } nat)
        {
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
        else
        {
            new NodeNetworks(configuration.Network).LetTheKernelRoute();
        }

        control.Send(new Ready { MonotonicNanoseconds = clock.RawNanoseconds, DescriptorLimit = Descriptors.RaiseLimit() });
    }

    /// <summary>
    /// A node that a fault makes stand still: its packets wait in the kernel, as they do for a program that does not run. What has left it
    /// is under way.
    /// </summary>
    private void WaitForTurn()
    {
        for (long left = UntilTurn(); left > 0; left = UntilTurn())
        {
            port!.SendDue();
            lock (faulted) Monitor.Wait(
                faulted, TimeSpan.FromTicks(Math.Min(left, LongestWaitNanoseconds) / TimeSpan.NanosecondsPerTick + 1));
        }
    }

    private long UntilTurn()
    {
        lock (gate)
        {
            long now = clock.Now;
            return site!.Gate.NextTurn(now) - now;
        }
    }

    private void ForwardPackets()
    {
        while (true)
        {
            int count = port!.Receive(-1);
            WaitForTurn();
            lock (gate)
            {
                if (ended) return;
                if (!site!.Gate.IsDown) forwarder!.Forward(count, clock);
                // Nobody reads any more: the thread that hears orders ends the program.
                if (!control.Flush()) return;
            }
        }
    }
}
