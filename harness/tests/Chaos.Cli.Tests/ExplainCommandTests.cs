using System.Text.Json;

namespace Chaos.Cli.Tests;

/// <summary>`explain`, `shrink` and `pairs`, from a run folder.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private const string Small = """
        version: 1
        name: small
        clients: 1
        servers: 1
        duration: 3s
        repetitions: 2
        warmUp: none
        nat: { map: { size: 64 } }
        flows:
          - { name: senders, protocol: udp, count: 5, openOver: 500ms, clientEvery: 200ms, serverEvery: 2s, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 100/s }
        matrix:
          variant: [baseline, cilium-1.18]
        """;

    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task A_run_is_explained_shrunk_and_compared_flow_by_flow()
    {
        chaos.Write("small.yaml", Small);
        (int ran, _, string errors) = await chaos.RunAsync("run", "small.yaml", "--out", "run");
        Assert.True(ran == 0, errors);

        (int pairs, string pairsJson, _) = await chaos.RunAsync("pairs", "run", "--json");
        using JsonDocument compared = JsonDocument.Parse(pairsJson);
        JsonElement saved = compared.RootElement[0].GetProperty("onlyFirst")[0];
        string flow = saved.GetProperty("flow").GetString()!;
        string repetition = saved.GetProperty("repetition").GetRawText();
        (int text, string story, _) = await chaos.RunAsync(
            "explain", "run", "--flow", flow, "--repetition", repetition, "--only", "variant=baseline", "--instead", "variant=cilium-1.18");
        (int json, string data, _) = await chaos.RunAsync("explain", "run", "--flow", flow, "--json");
        (int drawn, string diagram, _) = await chaos.RunAsync("explain", "run", "--flow", flow, "--mermaid");
        (int shrunk, string small, string trouble) = await chaos.RunAsync("shrink", "run", "--flow", flow, "--budget", "5");
        (int replayed, _, _) = await chaos.RunAsync("nat", "replay", "run-shrunk/recording.jsonl.gz");
        (int again, _, string refused) = await chaos.RunAsync("shrink", "run", "--flow", flow);

        Assert.Equal((0, 0, 0, 0), (pairs, text, json, drawn));
        Assert.True(shrunk == 0, trouble);
        Assert.Equal((0, 64), (replayed, again));
        Assert.Contains("dies at", story, StringComparison.Ordinal);
        Assert.Contains("with variant=cilium-1.18, same seed: lives", story, StringComparison.Ordinal);
        using JsonDocument explained = JsonDocument.Parse(data);
        Assert.Equal("died", explained.RootElement.GetProperty("state").GetString());
        Assert.StartsWith("sequenceDiagram", diagram, StringComparison.Ordinal);
        Assert.Contains("flows and", small, StringComparison.Ordinal);
        Assert.Contains("run-shrunk: is there already", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain nowhere --flow a-1", "there is no such folder")]
    [InlineData("explain nowhere --flow a-1 --json --mermaid", "two forms; name one")]
    [InlineData("shrink nowhere", "either --flow ID or --expectation N")]
    [InlineData("pairs nowhere", "there is no such folder")]
    public async Task What_cannot_be_done_is_exit_64_with_the_reason(string words, string reason)
    {
        (int exit, _, string errors) = await chaos.RunAsync(words.Split(' '));

        Assert.Equal(64, exit);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    public void Dispose() => chaos.Dispose();
}
