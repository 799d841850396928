using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Node.Nats;

namespace Chaos.Node;

/// <summary>
/// The node: this thread carries out orders. A NAT that forwards packets itself does so on a thread of its own; both block in the kernel
/// while they have nothing to do, and whoever wakes holds the gate, so an order falls between two batches of packets.
/// </summary>
internal sealed class NodeProgram(ControlChannel control, RunClock clock) : IDisposable
{
    private readonly Lock gate = new();
    private INodeNat? nat;

    /// <summary>Returns after a stop message, or when the control channel has ended.</summary>
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

    public void Dispose()
    {
        lock (gate) nat?.Dispose();
    }

    private bool TakeOrders()
    {
        while (control.TryNext(out ControlMessage message))
        {
            if (message is Stop) return false;
            if (Answer(message) is { } answer) control.Send(answer);
        }
        return true;
    }

    private ControlMessage? Answer(ControlMessage message)
    {
        switch (message)
        {
            case ConfigureNode configuration:
                Configure(configuration);
                return new Ready { MonotonicNanoseconds = clock.RawNanoseconds, DescriptorLimit = Descriptors.RaiseLimit() };
            case Start start:
                clock.EpochNanoseconds = start.EpochNanoseconds;
                nat?.Begin();
                return null;
            case AskStatistics when nat is not null:
                return nat.ReadStatistics(clock.Now);
            case Capture capture when nat?.Capture(capture.Flow) is { } captured:
                return captured;
            case ExplainLoss died when nat is not null:
                return nat.Explain(died);
            case InjectFault { Order.Fault: NodeFault fault } inject when nat is not null:
                long now = clock.Now;
                return nat.Act(fault, inject.Order, now) is { } report
                    ? new FaultDone { Number = inject.Number, At = now, Report = report } : CannotDo(message);
            default:
                return CannotDo(message);
        }
    }

    private static Error CannotDo(ControlMessage message) => new() { Text = $"the node cannot do '{message.GetType().Name}' now" };

    private void Configure(ConfigureNode configuration)
    {
        if (nat is not null) throw new InvalidOperationException("configured twice");
        nat = configuration.Datapath switch
        {
            NodeDatapath.Routing => new Routing(configuration.Network),
            NodeDatapath.Csharp => new CsharpNat(configuration, control, clock, gate),
            NodeDatapath.Ebpf => new EbpfNat(configuration, control, clock),
            NodeDatapath.Nftables => new NftablesNat(configuration, control, clock, TimeProvider.System),
            _ => throw new InvalidOperationException($"this node has no datapath '{configuration.Datapath}'"),
        };
    }
}
