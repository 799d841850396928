using Chaos.Packets;
using Chaos.Nat.Conntrack;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Cells;

/// <summary>Settings into records, row by row.</summary>
internal static class ScenarioBinder
{
    public static Scenario Bind(SectionReader root, IReadOnlyList<Expectation> expect)
    {
        RefuseWhatThisVersionCannotDo(root);
        return new Scenario
        {
            Name = root.Read(ScenarioKeys.Name),
            Question = root.Read(ScenarioKeys.Question),
            Topology = root.Read(ScenarioKeys.Topology),
            Clients = root.Read(ScenarioKeys.Clients),
            Servers = root.Read(ScenarioKeys.Servers),
            PortsPerServer = root.Read(ScenarioKeys.PortsPerServer),
            SourcePorts = root.Read(ScenarioKeys.SourcePorts),
            WarmUp = root.Read(ScenarioKeys.WarmUp),
            Duration = root.Read(ScenarioKeys.Duration),
            Heal = root.Read(ScenarioKeys.Heal),
            Seed = root.Read(ScenarioKeys.Seed),
            Repetitions = root.Read(ScenarioKeys.Repetitions),
            Roomy = root.Read(ScenarioKeys.Roomy),
            Control = root.Read(ScenarioKeys.Control),
            Nat = Nat(root.Into(NatKeys.Nat)),
            Links = LinkBinder.Bind(root.Into(LinkKeys.Links)),
            Flows = [.. root.Items(FlowKeys.Flows).Select(Flow)],
            Pressure = [.. root.Items(PressureKeys.Pressure).Select(Pressure)],
            Faults = FaultBinder.Bind(root),
            Expect = expect,
        };
    }

    /// <summary>Keys with one allowed value: reading them is checking them, and no record carries them.</summary>
    private static void RefuseWhatThisVersionCannotDo(SectionReader root)
    {
        root.Read(ScenarioKeys.Version);
        root.Into(NatKeys.Nat).Into(NatKeys.Map).Read(NatKeys.Lru);
    }

    private static NatSettings Nat(SectionReader nat)
    {
        var map = nat.Into(NatKeys.Map);
        return new NatSettings
        {
            Target = nat.Read(NatKeys.Target),
            Variant = nat.Read(NatKeys.Variant),
            PortSelection = nat.Read(NatKeys.PortSelection),
            StaleEgress = nat.Read(NatKeys.StaleEgress),
            Ports = nat.Read(NatKeys.Ports),
            Conntrack = Conntrack(nat),
            Unmatched = nat.Read(NatKeys.Unmatched),
            Rss = nat.Read(NatKeys.Rss),
            Map = new MapSettings(map.Read(NatKeys.Size), map.Read(NatKeys.Lru), map.Read(NatKeys.Batch), map.Read(NatKeys.PossibleCpus)),
        };
    }

    /// <summary>All is read, so that mistakes are told even where it is off.</summary>
    private static ConntrackOptions? Conntrack(SectionReader nat)
    {
        bool on = nat.Read(NatKeys.Conntrack);
        TimeSpan? interval = nat.Read(NatKeys.ConntrackGcInterval);
        ConntrackOptions options = new(
            nat.Read(NatKeys.ConntrackTcpSize), nat.Read(NatKeys.ConntrackAnySize), interval is { } time ? time.Ticks * TimeSpan.NanosecondsPerTick : null);
        return on ? options : null;
    }

    private static FlowGroup Flow(SectionReader flow)
    {
        var (reopen, after) = (flow.Read(FlowKeys.OnDeath), flow.Read(FlowKeys.ReopenAfter));
        return new FlowGroup
        {
            Name = flow.Read(FlowKeys.Name),
            Count = flow.Read(FlowKeys.Count),
            OpenOver = flow.Read(FlowKeys.OpenOver),
            ReopenAfter = reopen ? after : null,
            Shapes = [.. FlowShapes.Of(flow).Select(shape => Shape(shape.Weight, shape.Section))],
        };
    }

    private static FlowShape Shape(int weight, SectionReader flow) => new()
    {
        Weight = weight,
        Protocol = flow.Read(FlowKeys.Protocol),
        ClientEvery = flow.Read(FlowKeys.ClientEvery),
        ServerEvery = flow.Read(FlowKeys.ServerEvery),
        Jitter = flow.Read(FlowKeys.Jitter),
        Reply = flow.Read(FlowKeys.Reply),
        Payload = flow.Read(FlowKeys.Payload),
        Patience = flow.Read(FlowKeys.Patience),
        Peer = flow.Read(FlowKeys.Peer),
        KeepAlive = KeepAlive(flow.Read(FlowKeys.Protocol), flow.Read(FlowKeys.KeepAlive)),
    };

    /// <summary>In a mix the key is meant for the TCP flows alone.</summary>
    private static TimeSpan? KeepAlive(IpProtocol protocol, TimeSpan? every) => protocol == IpProtocol.Tcp ? every : null;

    private static PressureGroup Pressure(SectionReader pressure)
    {
        pressure.Read(PressureKeys.Profiles.One);
        return new PressureGroup
        {
            Name = pressure.Read(PressureKeys.Name),
            Protocol = pressure.Read(PressureKeys.Protocol),
            RatePerSecond = pressure.Read(PressureKeys.Rate),
            Ramp = pressure.Says(PressureKeys.Ramp) ? Ramp(pressure.Into(PressureKeys.Ramp)) : null,
            Burst = pressure.Says(PressureKeys.Burst) ? Burst(pressure.Into(PressureKeys.Burst)) : null,
            Exchanges = pressure.Read(PressureKeys.Exchanges),
            Replies = pressure.Read(PressureKeys.Replies),
            Payload = pressure.Read(PressureKeys.Payload),
        };
    }

    private static Ramp Ramp(SectionReader ramp) => new(ramp.Read(PressureKeys.RampTo), ramp.Read(PressureKeys.RampOver));

    private static Burst Burst(SectionReader burst) => new(burst.Read(PressureKeys.BurstEvery), burst.Read(PressureKeys.BurstLength));
}
