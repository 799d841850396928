using Chaos.Containers.Tests.Support;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Experiments.Planning;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Simulation;
using Chaos.Targets.None;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Containers.Tests;

/// <summary>The same plan in both worlds, over a lossless path without a NAT: the generator must not be what differs.</summary>
[Trait("Category", "Docker")]
public sealed class SameWorldTests(DockerFixture docker)
{
    private const string Scenario =
        """
        version: 1
        name: same-world
        clients: 2
        servers: 3
        duration: 4s
        warmUp: none
        flows:
          - { name: senders, protocol: udp, count: 40, openOver: 1s, clientEvery: 200ms, serverEvery: 2s, jitter: 30% }
          - { name: feeds, protocol: udp, count: 40, openOver: 1s, clientEvery: 2s, serverEvery: 200ms, reply: true }
          - { name: api, protocol: tcp, count: 40, openOver: 1s, clientEvery: 300ms, reply: true }
          - { name: pushes, protocol: tcp, count: 40, openOver: 1s, clientEvery: 1s, serverEvery: 250ms }
        pressure:
          - { name: dns, protocol: udp, rate: 200/s }
          - { name: web, protocol: tcp, rate: 50/s, exchanges: 2 }
        """;

    [Fact]
    public async Task Both_worlds_send_the_same_messages_at_the_same_times_but_for_the_stated_lateness()
    {
        RunPlan plan = RepetitionPlanner.Plan(ScenarioLoader.LoadText(Scenario, "same-world.yaml", [], null).Plan!.Cells[0], 1).Run;
        DataMessages simulated = new();
        RunOutcome simulation = Simulator.Run(
            plan, NoneTarget.Instance, observer: simulated, cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<ProgramEvent> heard = await RunInContainersAsync(plan, simulation.Zero);

        Assert.Equal(simulation.Messages.Select(count => (count.ClientSent, count.ClientReceived)), Counts(plan, heard, "client"));
        Assert.Equal(simulation.Messages.Select(count => (count.ServerSent, count.ServerReceived)), Counts(plan, heard, "server"));
        AssertTimes(simulated, heard);
    }

    private async Task<IReadOnlyList<ProgramEvent>> RunInContainersAsync(RunPlan plan, long zero)
    {
        TopologyOptions options = new() { Plan = plan, Target = NoneTarget.Instance, Trace = true };
        await using Topology topology = await docker.StartAsync(options);
        foreach (ContainerProgram client in topology.Clients)
        {
            await client.SendAsync(new PressureStart { At = zero });
            await client.SendAsync(new PressureStop { At = zero + plan.Phases.Duration });
        }

        return await SmallRuns.RunAsync(topology, plan.Traffic.Flows.Count, zero + plan.Phases.Duration + plan.Phases.Tail);
    }

    /// <summary>Each side's own counts of each flow, by flow number.</summary>
    private static IEnumerable<(int Sent, int Received)> Counts(RunPlan plan, IReadOnlyList<ProgramEvent> heard, string side)
    {
        Dictionary<int, MessageCount> counts = heard.OfType<ProgramSaid>()
            .Where(said => said.Message is Summary && said.Program.Name.StartsWith(side, StringComparison.Ordinal))
            .SelectMany(said => ((Summary)said.Message).Flows)
            .ToDictionary(count => count.Flow);
        return plan.Traffic.Flows.Select(flow => (counts[flow.Number].Sent, counts[flow.Number].Received));
    }

    private static void AssertTimes(DataMessages simulated, IReadOnlyList<ProgramEvent> heard)
    {
        Dictionary<ContainerProgram, long> lateness = heard.OfType<ProgramSaid>().Where(said => said.Message is Summary)
            .ToDictionary(said => said.Program, said => ((Summary)said.Message).Statistics.LongestLatenessNanoseconds);
        int compared = 0;
        foreach (ProgramSaid said in heard.OfType<ProgramSaid>())
        {
            if (said.Message is not Sent { Kind: MessageKind.Data } sent) continue;
            long planned = simulated.Times[(sent.Flow, sent.Side, sent.Sequence)];
            Assert.InRange(sent.At - planned, 0, lateness[said.Program]);
            compared++;
        }

        Assert.Equal(simulated.Times.Count, compared);
    }

    private sealed class DataMessages : ITrafficObserver
    {
        public Dictionary<(int Flow, Side Side, uint Sequence), long> Times { get; } = [];

        void ITrafficObserver.Sent(long now, int flow, Side side, MessageKind kind, uint sequence)
        {
            if (kind == MessageKind.Data) Times.Add((flow, side, sequence), now);
        }

        void ITrafficObserver.Opened(long now, int flow)
        {
        }

        void ITrafficObserver.Refused(long now, int flow, DeathCause cause) => Assert.Fail($"flow {flow} was refused in the simulation");

        void ITrafficObserver.Died(long now, int flow, DeathCause cause, Side side) => Assert.Fail($"flow {flow} died in the simulation");

        void ITrafficObserver.Moved(long now, int flow)
        {
        }
    }
}
