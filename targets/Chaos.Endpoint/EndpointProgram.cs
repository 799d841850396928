using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;

namespace Chaos.Endpoint;

/// <summary>The event loop of a client or server: sockets, timers and orders, on one thread.</summary>
internal sealed class EndpointProgram : IDisposable
{
    private const long ControlTag = -1, ProbeTag = -2;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long LongestSleepNanoseconds = 1000 * NanosecondsPerMillisecond;

    private readonly ControlChannel control;
    private readonly RunClock clock;
    private readonly Epoll epoll = new();
    private readonly ProbeSocket probe;

    /// <summary>Watches the orders alone: for a program that is to stand still.</summary>
    private readonly Epoll ordersOnly = new(capacity: 1);
    private EndpointHost? host;
    private bool started;
    private long stopAt = long.MaxValue;

    public EndpointProgram(ControlChannel control, RunClock clock)
    {
        this.control = control;
        this.clock = clock;
        probe = new ProbeSocket(epoll, ProbeTag, control);
    }

    /// <summary>Returns when told to stop, or when nobody is left at the other end of the control channel.</summary>
    public void Run()
    {
        epoll.Register(Descriptors.StandardInput, Readiness.Readable, ControlTag);
        ordersOnly.Register(Descriptors.StandardInput, Readiness.Readable, ControlTag);
        bool running = true;
        while (running)
        {
            Epoll watched = StandsStill ? ordersOnly : epoll;
            int events = watched.Wait(Sleep());
            for (int index = 0; index < events; index++)
            {
                if (watched[index].Tag == ControlTag) running &= TakeOrders();
                else if (watched[index].Tag == ProbeTag) probe.OnReady();
                else if (!StandsStill) host!.OnReady(watched[index], clock.Now);
            }
            if (started && !StandsStill) Advance();
            running &= control.Flush();
        }
    }

    private bool StandsStill => host is not null && clock.Now < host.StillUntil;

    public void Dispose()
    {
        epoll.Dispose();
        ordersOnly.Dispose();
    }

    private void Advance()
    {
        long now = clock.Now;
        host!.Advance(now);
        if (now < stopAt) return;
        stopAt = long.MaxValue;
        control.Send(host.Summarize(now));
    }

    // Rounded up: waking early would spin through the rest of the millisecond.
    private int Sleep()
    {
        if (!started) return -1;
        long now = clock.Now;
        long wake = Math.Min(Math.Max(Math.Min(host!.Traffic.NextDue, stopAt), host.StillUntil), now + LongestSleepNanoseconds);
        return wake <= now ? 0 : (int)((wake - now - 1) / NanosecondsPerMillisecond + 1);
    }

    private bool TakeOrders()
    {
        if (!control.Pump()) return false;
        while (control.TryNext(out ControlMessage message))
        {
            if (message is Stop) return false;
            if (!probe.TryObey(message)) Obey(message);
        }
        return true;
    }

    private void Obey(ControlMessage message)
    {
        switch (message)
        {
            case ConfigureEndpoint configuration when host is null:
                long descriptors = Descriptors.RaiseLimit();
                host = EndpointHost.Create(configuration, epoll, new EventReporter(control, configuration.Trace));
                control.Send(new Ready { MonotonicNanoseconds = clock.RawNanoseconds, DescriptorLimit = descriptors });
                break;
            case Start start when host is not null && !started:
                clock.EpochNanoseconds = start.EpochNanoseconds;
                started = true;
                break;
            case PressureStart pressure when host is ClientHost client:
                client.Engine.StartPressure(pressure.At);
                break;
            case ZeroAt zero when host is ClientHost client:
                client.Engine.SetZero(zero.At);
                break;
            case PressureStop pressure when host is ClientHost client:
                client.Engine.StopPressure(pressure.At);
                break;
            case StopAt stop when host is not null:
                host.Traffic.StopAt(stop.At);
                stopAt = stop.At + RunPhases.Drain;
                break;
            case InjectFault { Order.Fault: PeerFault fault } inject when host is not null && started
                && fault.IsOfServers() == host is ServerHost:
                long now = clock.Now;
                control.Send(new FaultDone { Number = inject.Number, At = now, Report = fault.Act(host, inject.Order, now) });
                break;
            case AskStatistics when host is not null:
                control.Send(host.Statistics(clock.Now));
                break;
            default:
                control.Send(new Error { Text = $"the endpoint cannot do '{message.GetType().Name}' now" });
                break;
        }
    }
}
