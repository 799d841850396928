using Chaos.Faults;
using Chaos.Scenarios.Faults;
using Chaos.Scenarios.Reference;

namespace Chaos.Scenarios.Tests;

public sealed class FaultPageTests
{
    [Fact]
    public void The_committed_page_is_the_one_of_the_tables()
    {
        string committed = File.ReadAllText(Path.Combine(Repository.Scenarios, "..", "harness", "docs", "faults.md"));

        Assert.True(
            committed == FaultPage.Markdown,
            "harness/docs/faults.md is out of date: write the output of `./chaos schema --faults` into it.");
    }

    [Fact]
    public void Every_registered_fault_has_an_entry_and_every_entry_a_fault() =>
        Assert.Equal(
            FaultCatalog.Names.Order(StringComparer.Ordinal), FaultEntries.All.Select(entry => entry.Name).Order(StringComparer.Ordinal));

    public static TheoryData<string> Examples => [.. FaultEntries.All.Select(entry => entry.Example)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_the_page_loads(string example)
    {
        string text = $$"""
            version: 1
            name: example
            duration: 60s
            nat: { conntrack: on }
            flows: [{ name: feeds, protocol: tcp, count: 5, serverEvery: 1s, keepAlive: 10s }]
            pressure: [{ name: dns, protocol: udp, rate: 1/s }]
            faults: [{{example}}]
            """;

        Assert.Single(Given.Plan(text).Scenario.Faults);
    }
}
