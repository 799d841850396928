using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Nat;
using Chaos.Nat.Faults;
using Chaos.Packets;

namespace Chaos.Node;

/// <summary>The node's event loop: packets from the tun, orders from the control channel in between. One thread.</summary>
internal sealed class NodeProgram(ControlChannel control, RunClock clock) : IDisposable
{
    private const long ControlTag = 0;
    private const long TunTag = 1;

    private readonly Epoll epoll = new();
    private Tun? tun;
    private NatDatapath? datapath;
    private NodeSite? site;
    private PacketForwarder? forwarder;

    /// <summary>Returns when told to stop, or when nobody is left at the other end of the control channel.</summary>
    public void Run()
    {
        epoll.Register(Descriptors.StandardInput, Readiness.Readable, ControlTag);
        bool running = true;
        while (running)
        {
            int events = epoll.Wait(-1);
            for (int index = 0; index < events; index++)
            {
                if (epoll[index].Tag == ControlTag) running &= TakeOrders();
                else forwarder!.Turn(clock);
            }
            running &= control.Flush();
        }
    }

    public void Dispose()
    {
        tun?.Dispose();
        epoll.Dispose();
    }

    private bool TakeOrders()
    {
        if (!control.Pump()) return false;
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
                break;
            case AskStatistics:
                control.Send(NodeReports.Statistics(datapath, forwarder?.WriteFailures ?? 0, clock.Now));
                break;
            case InjectFault { Order.Fault: NodeFault fault } inject when site is not null:
                long now = clock.Now;
                control.Send(new FaultDone { Number = inject.Number, At = now, Report = site.Act(fault, inject.Order, now) });
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
            Ipv4Address egress = Ipv4Address.Parse(configuration.EgressAddress);
            datapath = NatDatapath.Create(NodeReports.Options(nat, egress));
            site = new NodeSite(datapath);
            datapath.Ledger.IncidentSink = incident => control.Send(NodeReports.Incident(incident));
            foreach (WatchedConnection watched in configuration.Watched) datapath.Ledger.Watch(watched.Flow, NodeReports.Connection(watched));
            tun = new Tun(NodeRouting.TunName);
            forwarder = new PacketForwarder(new TunPort(tun), datapath, egress);
        }
        NodeRouting.Apply(configuration, tun?.Interface);
        if (tun is not null) epoll.Register(tun.Descriptor, Readiness.Readable, TunTag);
        control.Send(new Ready { MonotonicNanoseconds = clock.RawNanoseconds, DescriptorLimit = Descriptors.RaiseLimit() });
    }
}
