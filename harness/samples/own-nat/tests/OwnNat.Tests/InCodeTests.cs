using Chaos.Experiments;
using Chaos.Experiments.InCode;
using Chaos.Xunit;

namespace OwnNat.Tests;

/// <summary>Questions as code.</summary>
public sealed class InCodeTests
{
    [Fact]
    public async Task A_small_table_fails_no_newcomer()
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        ExperimentResult result = await ScenarioBuilder.Egress("small-table", 5 * second)
            .Through(OwnTargets.Own)
            .Repetitions(5)
            .Flows("callers", 50, flows => flows.Udp().ClientEvery(second / 5).OpenOver(second / 2).Patience(second))
            .Pressure("dns", 500, flows => flows.Udp())
            .Matrix("mapSize", "512", "2048")
            .RunAsync(cancellation: TestContext.Current.CancellationToken);

        ScenarioAssert.Survival(result, ">= 60%");
        ScenarioAssert.Newcomers(result, "<= 5%");
    }
}
