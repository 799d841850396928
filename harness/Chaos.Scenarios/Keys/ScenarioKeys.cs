using Chaos.Model;
using Chaos.Scenarios.Values;
using Chaos.Survival.Repeating;

namespace Chaos.Scenarios.Keys;

/// <summary>The keys at the top of the file, version 1.</summary>
internal static class ScenarioKeys
{
    /// <summary>The value itself is fixed; reading it refuses the others.</summary>
    public static readonly ScalarKey<int> Version = new(
        "version", "Version of the file format: 1.", new ChoiceParser<int>(("1", 1)))
    { Reach = Reach.Layers };

    public static readonly ScalarKey<string> Name = new(
        "name", "Becomes the name of the run folder.", CommonParsers.Name)
    { Reach = Reach.Layers };

    public static readonly ScalarKey<string> Question = new(
        "question", "What the scenario asks, one sentence.", new SentenceParser(), "")
    { Reach = Reach.Layers };

    public static readonly ScalarKey<string?> Backend = new(
        "backend", "The world: sim (virtual time) or docker (containers). If left out: what --backend says.",
        new ChoiceParser<string?>([.. WorldNames.All.Select(name => (name, (string?)name))]))
    { Optional = true };

    public static readonly ScalarKey<TopologyKind> Topology = new(
        "topology", "egress: clients, NAT, servers. nodeport: outside clients, a node with one service per server port, pods as servers.",
        new ChoiceParser<TopologyKind>(("egress", TopologyKind.Egress), ("nodeport", TopologyKind.NodePort)), "egress");

    public static readonly ScalarKey<int> Clients = new("clients", "Client hosts.", new WholeNumberParser<int>(1, 64), "4");

    public static readonly ScalarKey<int> Servers = new("servers", "Server hosts.", new WholeNumberParser<int>(1, 64), "8");

    public static readonly ScalarKey<int> PortsPerServer = new(
        "portsPerServer", "Ports on which each server listens.", new WholeNumberParser<int>(1, 64), "1");

    public static readonly ScalarKey<PortRange> SourcePorts = new(
        "sourcePorts", "Ports from which a client draws.", CommonParsers.Ports, "32768-60999");

    public static readonly ScalarKey<WarmUp> WarmUp = new(
        "warmUp", "Before t = 0: untilFull (churn fills the table once), none, or a duration.",
        new WarmUpParser(CommonParsers.TimeAboveZero), "untilFull");

    public static readonly ScalarKey<TimeSpan> Duration = new(
        "duration", "From t = 0 to the end of the pressure.", CommonParsers.TimeAboveZero);

    public static readonly ScalarKey<TimeSpan> Heal = new(
        "heal", "The last part of the duration: faults have stopped, traffic goes on; who lives must still work at the end.",
        CommonParsers.TimeFromZero, "0s");

    public static readonly ScalarKey<ulong> Seed = new(
        "seed", "All draws come from it.", new WholeNumberParser<ulong>(0, ulong.MaxValue), "42");

    public static readonly ScalarKey<RepetitionRule> Repetitions = new(
        "repetitions",
        "Independent seeds per cell: a number, or auto: until every expectation is decided (sim). As if left out: auto where there are "
        + "expectations (sim), else 3.",
        new RepetitionsParser(new WholeNumberParser<int>(1, RepetitionsNeeded.Most)))
    { Optional = true };

    public static readonly ScalarKey<TimeSpan> Budget = new(
        "budget", "How long repetitions: auto goes on at most, in real time; 2m if left out.", CommonParsers.TimeAboveZero)
    { Optional = true, Reach = Reach.Layers };

    public static readonly ScalarKey<bool> Roomy = new(
        "roomy", "The table is meant to be under no pressure.", CommonParsers.Truth, "false");

    public static readonly ScalarKey<bool> Control = new(
        "control",
        "Run the control arm: the same traffic without a NAT, which must lose nothing. In the simulation where links or faults could kill.",
        new ChoiceParser<bool>(("on", true), ("off", false)), "on");

    public static readonly AxesKey Matrix = new(
        "matrix",
        "Paths of values, each with the list of values to try; every combination is one cell, but for those "
        + "that `exclude` names.");

    public static readonly MappingKey Root = new(
        "", "A Chaos scenario, version 1.",
        [
            Version, Name, Question, Backend, Topology, Clients, Servers, PortsPerServer, SourcePorts,
            WarmUp, Duration, Heal, Seed, Repetitions, Budget, Roomy, Control,
            NatKeys.Nat, LinkKeys.Links, FlowKeys.Flows, PressureKeys.Pressure, FaultKeys.Faults, Matrix, ExpectKeys.Expect,
        ]);
}
