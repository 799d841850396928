using Chaos.Bpf;
using Chaos.Bpf.Tests;
using Chaos.Core;
using Chaos.Experiments.Explaining;
using Chaos.Experiments.Tails;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Simulation;
using Chaos.Targets;

namespace Chaos.Experiments.Tests.Explaining;

/// <summary>The story of a flow is told by what touched its entries; the run folder by the NAT's own ledger. They must agree.</summary>
public sealed class ResimulationTests
{
    private const int Drawn = 1000;

    private const string Scenario = """
        version: 1
        name: many-deaths
        clients: 2
        servers: 2
        duration: 6s
        repetitions: 3
        flows:
          - { name: senders, protocol: udp, count: 60, openOver: 500ms, clientEvery: 200ms, serverEvery: 2s, patience: 1s }
          - { name: feeds, protocol: udp, count: 60, openOver: 500ms, clientEvery: 2s, serverEvery: 200ms, patience: 1s }
          - { name: shells, protocol: tcp, count: 40, openOver: 500ms, clientEvery: 1s, reply: true, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 600/s }
        faults:
          - { at: 4s, evict: { half: reverse, select: random, count: 5% } }
        matrix:
          mapSize: [512]
          variant: [baseline, cilium-1.15, cilium-1.17, cilium-1.18, evict-pair, drop-partner-on-miss, single-entry]
        """;

    [Fact]
    public async Task A_thousand_deaths_drawn_at_random_agree_with_events_jsonl()
    {
        ScenarioPlan plan = TestScenarios.LoadText(Scenario);
        RunContents run = (await new Experiment(plan, TargetCatalog.BuiltIn).RunAsync(
            cancellation: TestContext.Current.CancellationToken)).Contents;
        FlowRecord[] dead = [.. run.Flows.Where(flow => flow.State == FlowState.Died)];
        RandomStream random = new(24, "deaths");
        for (int place = 0; place < Math.Min(Drawn, dead.Length); place++)
        {
            int other = place + (int)random.NextBetween(0, dead.Length - place - 1);
            (dead[place], dead[other]) = (dead[other], dead[place]);
        }

        Assert.True(dead.Length > Drawn, $"{dead.Length} deaths");
        ILookup<(string, int, string?), RunEvent> kills = run.Events.Where(one => one.Kind == RunEventKind.Eviction)
            .ToLookup(one => (one.Cell, one.Repetition, one.Flow));
        foreach (IGrouping<(string Cell, int Repetition), FlowRecord> one in dead.Take(Drawn).GroupBy(flow => (flow.Cell, flow.Repetition)))
        {
            Resimulation again = Again(plan, one.Key.Cell, one.Key.Repetition, one, MapEngineKind.Own);
            foreach (FlowRecord flow in one) Agrees(flow, again.StoryOf(flow.Flow)!, [.. kills[(flow.Cell, flow.Repetition, flow.Flow)]]);
        }
    }

    [KernelFact]
    public async Task The_kernels_map_agrees_on_when_a_death_was_noticed()
    {
        ScenarioPlan plan = TestScenarios.LoadText(
            Scenario, $"nat.map.possibleCpus={PossibleCpus.Count}", "repetitions=1", "matrix.mapSize=[512]",
            $"nat.map.batch={(RunningKernel.ScalesBatches() ? "scaled" : "fixed-128")}", "matrix.variant=[baseline,cilium-1.18]");
        RunContents run = (await new Experiment(plan, TargetCatalog.BuiltIn).RunAsync(
            cancellation: TestContext.Current.CancellationToken)).Contents;
        int deaths = 0;
        foreach (IGrouping<string, FlowRecord> cell in run.Flows.Where(flow => flow.State == FlowState.Died).GroupBy(flow => flow.Cell))
        {
            Resimulation again = Again(plan, cell.Key, 1, cell, MapEngineCatalog.Kernel);
            foreach (FlowRecord flow in cell)
            {
                FlowStory story = again.StoryOf(flow.Flow)!;
                deaths++;
                Assert.Equal((flow.State, flow.Cause, flow.DetectedAtNs), (story.Row.State, story.Row.Cause, story.Row.DetectedAtNs));
                Assert.DoesNotContain(story.Steps, step => step.Kind == LifeStepKind.Evicted);
            }
        }

        Assert.True(deaths > 50, $"{deaths} deaths");
    }

    private static Resimulation Again(ScenarioPlan plan, string cell, int repetition, IEnumerable<FlowRecord> flows, MapEngineKind maps)
    {
        Cell one = plan.Cells.Single(candidate => candidate.Id == cell);
        return Resimulation.Of(
            one, repetition, flows.Select(flow => flow.Flow).ToHashSet(), TailRule.Target, maps, TestContext.Current.CancellationToken);
    }

    private static void Agrees(FlowRecord recorded, FlowStory story, RunEvent[] kills)
    {
        Assert.Equal(recorded, story.Row);
        LifeStep died = story.Steps.First(step => step.Kind == LifeStepKind.Died);
        Assert.Equal(recorded.DetectedAtNs, Math.Min(died.TimeNs, recorded.ObservedUntilNs!.Value));
        StoryTeller teller = new(story.Row, story.Steps);
        int met = teller.LastMet(teller.End());
        IReadOnlyList<LifeStep> standing = teller.StandingAt(met < 0 ? teller.End() : met);
        bool oneEntry = story.Variant == "single-entry";
        foreach (RunEvent kill in kills)
        {
            LifeStep? loss = standing.FirstOrDefault(step => step.TimeNs == kill.TimeNs && (oneEntry || step.Half == kill.Half));
            Assert.True(loss is not null, $"{recorded}: {kill}\n{string.Join('\n', standing)}");
            if (loss.Kind == LifeStepKind.Evicted) Assert.Equal((kill.Rule, kill.By), (loss.Rule, loss.By));
            else Assert.Contains(kill.Rule, new[] { "partner", "expired", "purged", "fault" });
        }

        if (recorded.BrokenAtNs is { } broken && broken >= 0) Assert.Contains(standing, step => step.TimeNs == broken);
    }
}
