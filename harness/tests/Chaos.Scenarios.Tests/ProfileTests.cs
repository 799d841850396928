using Chaos.Model;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Profiles;

namespace Chaos.Scenarios.Tests;

public sealed class ProfileTests
{
    public static TheoryData<string> FlowNames => [.. FlowProfiles.All.Select(profile => profile.Name)];

    public static TheoryData<string> PressureNames => [.. PressureProfiles.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(FlowNames))]
    public void A_profile_says_all_that_a_group_needs(string name)
    {
        FlowShape shape = Assert.Single(Flow($"profile: {name}").Shapes);

        Assert.NotNull(shape.ClientEvery ?? shape.ServerEvery);
    }

    [Theory]
    [MemberData(nameof(PressureNames))]
    public void A_profile_says_all_that_pressure_needs_but_the_rate(string name) =>
        Assert.Single(Given.Plan(Given.Small + $"pressure: [{{ name: p, profile: {name}, rate: 1/s }}]").Scenario.Pressure);

    [Fact]
    public void A_profile_names_only_keys_that_exist()
    {
        string[] flows = [.. FlowKeys.Flows.ItemKeys.Select(key => key.Name)];
        string[] pressure = [.. PressureKeys.Pressure.ItemKeys.Select(key => key.Name)];

        Assert.All(FlowProfiles.All.SelectMany(profile => profile.Values), value => Assert.Contains(value.Key, flows));
        Assert.All(PressureProfiles.All.SelectMany(profile => profile.Values), value => Assert.Contains(value.Key, pressure));
    }

    [Fact]
    public void A_key_of_the_file_overrides_the_profile_and_the_profile_the_default()
    {
        FlowShape shape = Assert.Single(Flow("profile: dns, payload: 99B").Shapes);

        Assert.Equal((Transport.Udp, true, new PayloadRange(99, 99), 1_000_000), (
            shape.Plan.Transport, shape.Plan.Reply, shape.Payload, shape.Plan.JitterPartsPerMillion));
        Assert.Equal(5_000_000_000, shape.Plan.Patience);
        Assert.Equal([0.1, 0.5, 1, 5, 30], shape.ClientEvery!.Value.Points.Select(point => point.TotalSeconds));
    }

    [Fact]
    public void A_mix_has_a_shape_for_each_profile_and_a_key_of_the_file_overrides_all()
    {
        FlowGroup group = Flow("mix: { voip: 1, metrics-sender: 3 }, patience: 9s");

        Assert.Equal(
            [(1, "20ms"), (3, "1s")],
            group.Shapes.Select(shape => (shape.Weight, Chaos.Scenarios.Values.DurationParser.Spell(shape.ClientEvery!.Value.Minimum))));
        Assert.All(group.Shapes, shape => Assert.Equal(9_000_000_000, shape.Plan.Patience));
        Assert.Equal([0.25, 0.75], group.Shapes.Select(group.ShareOf));
    }

    [Fact]
    public void Profiles_and_weights_can_be_axes_of_the_matrix()
    {
        string text = Given.Small.Replace("protocol: udp, count: 5, serverEvery: 1s", "count: 5", StringComparison.Ordinal);

        ScenarioPlan profiles = Given.Plan(text + "matrix: { flows.feeds.profile: [voip, dns] }");
        ScenarioPlan weights = Given.Plan(
            text.Replace("count: 5", "count: 5, mix: { dns: 1 }", StringComparison.Ordinal) + "matrix: { flows.feeds.mix.voip: [1, 9] }");

        Assert.Equal([false, true], profiles.Cells.Select(cell => cell.Scenario.Flows[0].Shapes[0].Plan.Reply));
        Assert.Equal([0.5, 0.9], weights.Cells.Select(cell => cell.Scenario.Flows[0].ShareOf(cell.Scenario.Flows[0].Shapes[0])));
    }

    private static FlowGroup Flow(string keys) => Assert.Single(Given.Plan(
        Given.Small.Replace("protocol: udp, count: 5, serverEvery: 1s", $"count: 5, {keys}", StringComparison.Ordinal)).Scenario.Flows);
}
