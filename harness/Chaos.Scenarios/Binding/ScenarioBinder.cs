using Chaos.Model;
using Chaos.Scenarios.Expectations;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Binding;

/// <summary>Settings into records, row by row.</summary>
internal static class ScenarioBinder
{
    public static Scenario Bind(SectionReader root, IReadOnlyList<Expectation> expect)
    {
        // One value is allowed: reading it is checking it, and no record carries it.
        root.Read(ScenarioKeys.Version);
        return new Scenario
        {
            Name = root.Read(ScenarioKeys.Name),
            Question = root.Read(ScenarioKeys.Question),
            Backend = root.Read(ScenarioKeys.Backend),
            Topology = root.Read(ScenarioKeys.Topology),
            Clients = root.Read(ScenarioKeys.Clients),
            Servers = root.Read(ScenarioKeys.Servers),
            PortsPerServer = root.Read(ScenarioKeys.PortsPerServer),
            SourcePorts = root.Read(ScenarioKeys.SourcePorts),
            WarmUp = root.Read(ScenarioKeys.WarmUp),
            Duration = root.Read(ScenarioKeys.Duration),
            Heal = root.Read(ScenarioKeys.Heal),
            Seed = root.Read(ScenarioKeys.Seed),
            Repeat = root.Read(ScenarioKeys.Repetitions),
            Budget = root.Says(ScenarioKeys.Budget) ? root.Read(ScenarioKeys.Budget) : null,
            Roomy = root.Read(ScenarioKeys.Roomy),
            Control = root.Read(ScenarioKeys.Control),
            Target = Target(root.Into(NatKeys.Nat)),
            Rss = root.Into(NatKeys.Nat).Read(NatKeys.Rss),
            Nat = Nat(root.Into(NatKeys.Nat)),
            Links = LinkBinder.Bind(root.Into(LinkKeys.Links)),
            Flows = [.. root.Items(FlowKeys.Flows).Select(Flow)],
            Pressure = [.. root.Items(PressureKeys.Pressure).Select(Pressure)],
            Faults = FaultBinder.Bind(root),
            Expect = expect,
        };
    }

    /// <summary>A caller's own target is no mistake, though the key's table does not know it.</summary>
    private static string Target(SectionReader nat) =>
        nat.Text(NatKeys.Target) is { } name && nat.Targets.TryFind(name, out _) ? name : nat.Read(NatKeys.Target);

    private static NatOptions Nat(SectionReader nat)
    {
        SectionReader map = nat.Into(NatKeys.Map);
        return new NatOptions
        {
            Image = nat.Read(NatKeys.Image),
            Environment = nat.Read(NatKeys.Environment) ?? new Dictionary<string, string>(),
            Variant = nat.Read(NatKeys.Variant),
            PortSelection = nat.Read(NatKeys.PortSelection),
            Retries = nat.Read(NatKeys.Retries),
            PortDraw = nat.Read(NatKeys.PortDraw),
            StaleEgress = nat.Read(NatKeys.StaleEgress),
            Ports = nat.Read(NatKeys.Ports),
            Conntrack = Conntrack(nat),
            Unmatched = nat.Read(NatKeys.Unmatched),
            Icmp = nat.Read(NatKeys.Icmp),
            Map = new MapOptions(map.Read(NatKeys.Size), map.Read(NatKeys.Lru), map.Read(NatKeys.Batch), map.Read(NatKeys.PossibleCpus),
                map.Read(NatKeys.Rule)),
        };
    }

    /// <summary>All is read, so that mistakes are told even where it is off.</summary>
    private static ConntrackOptions? Conntrack(SectionReader nat)
    {
        bool on = nat.Read(NatKeys.Conntrack);
        TimeSpan? interval = nat.Read(NatKeys.ConntrackGcInterval);
        ConntrackOptions options = new(
            nat.Read(NatKeys.ConntrackTcpSize), nat.Read(NatKeys.ConntrackAnySize),
            interval is { } time ? Nanoseconds.Of(time) : null);
        return on ? options : null;
    }

    private static FlowGroup Flow(SectionReader flow) => new()
    {
        Name = flow.Read(FlowKeys.Name),
        Count = flow.Read(FlowKeys.Count),
        OpenOver = flow.Read(FlowKeys.OpenOver),
        Servers = flow.Read(PlaceKeys.Servers),
        Port = (ushort?)flow.Read(PlaceKeys.Port),
        Shapes = [.. FlowShapes.Of(flow).Select(shape => Shape(shape.Weight, shape.Section))],
    };

    private static FlowShape Shape(int weight, SectionReader flow)
    {
        (PeriodSpread? client, PeriodSpread? server) = (flow.Read(FlowKeys.ClientEvery), flow.Read(FlowKeys.ServerEvery));
        return new FlowShape
        {
            Weight = weight,
            ClientEvery = client,
            ServerEvery = server,
            Payload = flow.Read(FlowKeys.Payload),
            Plan = new GroupPlan
            {
                Name = flow.Read(FlowKeys.Name),
                Transport = flow.Read(FlowKeys.Protocol),
                ClientPeriod = Nanoseconds.Of(client?.Maximum ?? TimeSpan.Zero),
                ServerPeriod = Nanoseconds.Of(server?.Maximum ?? TimeSpan.Zero),
                JitterPartsPerMillion = (int)Math.Round(flow.Read(FlowKeys.Jitter) * 1_000_000),
                Reply = flow.Read(FlowKeys.Reply),
                Patience = Nanoseconds.Of(flow.Read(FlowKeys.Patience)),
                Roaming = flow.Read(FlowKeys.Peer),
                KeepAlive = KeepAlive(flow),
                ReopenAfter = ReopenAfter(flow),
            },
        };
    }

    /// <summary>In a mix the key is meant for the TCP flows alone.</summary>
    private static long KeepAlive(SectionReader flow)
    {
        TimeSpan? every = flow.Read(FlowKeys.KeepAlive);
        return flow.Read(FlowKeys.Protocol) == Transport.Tcp ? Nanoseconds.Of(every ?? TimeSpan.Zero) : 0;
    }

    private static long? ReopenAfter(SectionReader flow)
    {
        TimeSpan after = flow.Read(FlowKeys.ReopenAfter);
        return flow.Read(FlowKeys.OnDeath) ? Nanoseconds.Of(after) : null;
    }

    private static PressurePlan Pressure(SectionReader pressure)
    {
        pressure.Read(PressureKeys.Profiles.One);
        PayloadRange payload = pressure.Read(PressureKeys.Payload);
        return new PressurePlan(
            pressure.Read(PressureKeys.Name),
            pressure.Read(PressureKeys.Protocol),
            Rate(pressure),
            pressure.Read(PressureKeys.Exchanges),
            pressure.Read(PressureKeys.Replies),
            payload.MinimumBytes,
            payload.MaximumBytes,
            Seed: 0)
        {
            Servers = pressure.Read(PlaceKeys.Servers),
            ServerPorts = pressure.Read(PlaceKeys.Port) is { } port ? [(ushort)port] : null,
        };
    }

    private static RateShape Rate(SectionReader pressure)
    {
        RateShape rate = RateShape.PerSecond(pressure.Read(PressureKeys.Rate));
        if (pressure.Says(PressureKeys.Ramp))
        {
            SectionReader ramp = pressure.Into(PressureKeys.Ramp);
            rate = rate with
            {
                RampTo = RateShape.PerThousandSeconds(ramp.Read(PressureKeys.RampTo)),
                RampOver = Nanoseconds.Of(ramp.Read(PressureKeys.RampOver)),
            };
        }

        if (!pressure.Says(PressureKeys.Burst)) return rate;
        SectionReader burst = pressure.Into(PressureKeys.Burst);
        return rate with
        {
            BurstEvery = Nanoseconds.Of(burst.Read(PressureKeys.BurstEvery)),
            BurstLength = Nanoseconds.Of(burst.Read(PressureKeys.BurstLength)),
        };
    }
}
