using Chaos.Experiments;
using Chaos.Experiments.InCode;

namespace Chaos.Xunit.Tests;

/// <summary>Scenarios that are written in C#.</summary>
public sealed class InCodeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static ScenarioBuilder Churned => ScenarioBuilder.Egress("churned", 5 * Second)
        .Through(OwnTargets.Mine)
        .Set("clients", "2").Set("servers", "2")
        .Repetitions(3)
        .Flows("feeds", 20, flows => flows.Udp().OpenOver(Second / 2).ClientEvery(2 * Second).ServerEvery(Second / 5).Patience(Second))
        .Pressure("dns", 500, flows => flows.Udp())
        .Matrix("mapSize", "512", "8192")
        .Matrix("variant", "baseline", "cilium-1.18");

    [Fact]
    public async Task Assertions_hold_a_run_against_both_halves_of_the_answer_cell_by_cell()
    {
        ExperimentResult result = await Churned.RunAsync(cancellation: TestContext.Current.CancellationToken);

        ScenarioAssert.Survival(result, ">= 50%", where: ["variant=cilium-1.18", "mapSize=512"]);
        ScenarioAssert.Newcomers(result, "<= 50%", group: "dns", where: ["mapSize=512"]);
        ClaimFailedException failure = Assert.Throws<ClaimFailedException>(
            () => ScenarioAssert.Survival(result, ">= 99%", group: "feeds", where: ["variant=baseline"]));
        ClaimFailedException newcomers = Assert.Throws<ClaimFailedException>(
            () => ScenarioAssert.Newcomers(result, ">= 60%", where: ["mapSize=512"]));

        Assert.StartsWith("churned: baseline at mapSize=512 keeps >= 99% of feeds", failure.Message, StringComparison.Ordinal);
        Assert.Contains("portChanged", failure.Message, StringComparison.Ordinal);
        Assert.Contains("at mapSize=512 fails >= 60% of newcomers", newcomers.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_about_what_is_not_there_is_an_error_and_never_a_pass()
    {
        ExperimentResult result = await ScenarioBuilder.NodePort("idle", Second).Repetitions(1)
            .Flows("feeds", 4, flows => flows.Tcp().ClientEvery(Second / 5))
            .RunAsync(cancellation: TestContext.Current.CancellationToken);

        AssertBad("no group 'feed'; there are feeds", () => ScenarioAssert.Survival(result, ">= 1%", group: "feed"));
        AssertBad("no cell has mapSize=1", () => ScenarioAssert.Survival(result, ">= 1%", where: ["mapSize=1"]));
        AssertBad("is not a bound", () => ScenarioAssert.Newcomers(result, "few"));
        AssertBad("is not axis=value", () => ScenarioAssert.Survival(result, ">= 1%", where: ["mapSize"]));
    }

    private static void AssertBad(string reason, Action assertion) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(assertion).Message, StringComparison.Ordinal);
}
