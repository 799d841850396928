using Chaos.Scenarios;

namespace Chaos.Experiments.Tests;

/// <summary>Scenarios from text, as a user would write them.</summary>
internal static class TestScenarios
{
    /// <summary>Forty flows of two directions, five seconds, a map that churn fills in half a second; more lines at the end.</summary>
    public static ScenarioPlan Load(string more = "", params string[] sets) => LoadText(Text(more), sets);

    public static string Text(string more = "") =>
            $$"""
            version: 1
            name: small
            clients: 2
            servers: 2
            duration: 5s
            repetitions: 2
            flows:
              - { name: senders, protocol: udp, count: 20, openOver: 500ms, clientEvery: 200ms, serverEvery: 2s, patience: 1s }
              - { name: feeds, protocol: udp, count: 20, openOver: 500ms, clientEvery: 2s, serverEvery: 200ms, patience: 1s }
            pressure:
              - { name: dns, protocol: udp, rate: 500/s }
            matrix:
              mapSize: [512, 8192]
              variant: [baseline, cilium-1.18]
            {{more}}
            """;

    public static ScenarioPlan LoadText(string text, params string[] sets)
    {
        LoadResult result = ScenarioLoader.LoadText(text, "small.yaml", sets, environment: null);
        Assert.Empty(result.Mistakes);
        return result.Plan!;
    }
}
