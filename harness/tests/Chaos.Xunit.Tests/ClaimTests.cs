using System.Text;
using Chaos.Experiments;
using Xunit.Sdk;
using Xunit.v3;

namespace Chaos.Xunit.Tests;

/// <summary>The tests that an attribute makes, and what they say.</summary>
public sealed class ClaimTests
{
    private const string Small = "harness/tests/Chaos.Xunit.Tests/Scenarios/small.yaml";
    private const string Unpressed = "harness/tests/Chaos.Xunit.Tests/Scenarios/unpressed.yaml";
    private const string Big512 = "small: baseline at mapSize=512 keeps >= 99% of feeds";

    [Fact]
    public async Task Each_expectation_gives_a_test_for_each_of_its_cells_and_its_name_is_the_claim() => Assert.Equal(
        [
            "small: cilium-1.18 at mapSize=512 keeps >= 80%",
            "small: baseline at mapSize=512 keeps <= 20%",
            "small: baseline at mapSize=8192 keeps <= 20%",
            "small: cilium-1.18 at mapSize=512 keeps >= 30pp more than baseline",
            Big512,
        ],
        (await RowsAsync(new ChaosScenarioAttribute(Small))).Select(row => row.TestDisplayName));

    [Fact]
    public async Task Axes_world_and_target_are_traits()
    {
        ITheoryDataRow pair = (await RowsAsync(new ChaosScenarioAttribute(Small)))[3];

        Assert.Equal(
            ["mapSize=512", "target=csharp", "variant=cilium-1.18", "variant=baseline", "world=sim"],
            pair.Traits!.OrderBy(trait => trait.Key, StringComparer.Ordinal).SelectMany(
                trait => trait.Value.Select(value => $"{trait.Key}={value}")));
    }

    [Fact]
    public async Task Only_leaves_tests_of_the_chosen_cells() => Assert.Equal(
        ["small: baseline at mapSize=8192 keeps <= 20%"],
        (await RowsAsync(new ChaosScenarioAttribute(Small) { Only = ["mapSize=8192"] })).Select(row => row.TestDisplayName));

    [Fact]
    public async Task A_failure_says_the_claim_what_was_seen_who_died_of_what_and_how_to_see_it_again()
    {
        ScenarioClaim claim = await ClaimAsync(Big512);

        ClaimFailedException failure = await Assert.ThrowsAsync<ClaimFailedException>(claim.HoldsAsync);

        string[] lines = failure.Message.Split('\n');
        Assert.Equal(Big512, lines[0]);
        Assert.Matches(@"^  seen        [\d.]+ % \(95 % interval: [\d.]+ % to [\d.]+ %\); 3 repetitions$", lines[1]);
        Assert.Matches(
            "^  cell        mapSize=512,variant=baseline: .* of 60 flows alive at the end, .* of newcomers failing$", lines[2]);
        Assert.All(lines[3..6], line => Assert.Matches(
            @"^  lost        feeds-\d+ of repetition 1, at \d\.\d s: portChanged, (original|reverse|both)Evicted$", line));
        Assert.Matches(@"^              and \d+ more$", lines[6]);
        Assert.Matches(@"^  expected in .*small\.yaml:19:5$", lines[7]);
        Assert.Matches(@"^  again       chaos run .*small\.yaml --only mapSize=512 --only variant=baseline --seed \d+$", lines[8]);
        Assert.Equal(9, lines.Length);
    }

    [Fact]
    public async Task A_test_that_does_not_pass_has_report_results_and_the_flows_that_died()
    {
        await Assert.ThrowsAsync<ClaimFailedException>((await ClaimAsync(Big512)).HoldsAsync);

        IReadOnlyDictionary<string, TestAttachment> attached = TestContext.Current.Attachments!;
        Assert.StartsWith("<!doctype html>", Text(attached["report.html"]), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"scenario\": \"small\"", Text(attached["results.json"]), StringComparison.Ordinal);
        Assert.All(
            Text(attached["flows-that-died.csv"]).TrimEnd('\n').Split('\n').Skip(1),
            row => Assert.Matches("^\"mapSize=512,variant=baseline\",.*,died,portChanged,", row));
    }

    [Fact]
    public async Task What_the_run_does_not_settle_is_skipped_with_the_reason_or_fails_by_option()
    {
        // Nothing is evicted in the large map, so no survival is proved there.
        ScenarioClaim claim = Assert.Single(await ClaimsAsync(new ChaosScenarioAttribute(Unpressed)));

        string skip = await SkipOfAsync(claim);
        ClaimFailedException failure = await Assert.ThrowsAsync<ClaimFailedException>(
            (claim with { OnUnknown = OnUnknown.Fail }).HoldsAsync);

        Assert.StartsWith(DynamicSkipToken.Value + claim.Text, skip, StringComparison.Ordinal);
        Assert.Contains("not under pressure", skip, StringComparison.Ordinal);
        Assert.StartsWith("unknown: " + claim.Text, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_of_a_scenario_and_a_missing_file_are_said_before_anything_runs()
    {
        BadScenarioException bad = await Assert.ThrowsAsync<BadScenarioException>(
            () => RowsAsync(new ChaosScenarioAttribute("harness/tests/Chaos.Xunit.Tests/Scenarios/bad.yaml")));
        FileNotFoundException missing = await Assert.ThrowsAsync<FileNotFoundException>(
            () => RowsAsync(new ChaosScenarioAttribute("nowhere/at-all.yaml")));

        Assert.Contains("bad.yaml:3:1: unknown key `durations`; did you mean `duration`?", bad.Message, StringComparison.Ordinal);
        Assert.Contains("there is no scenario nowhere/at-all.yaml in", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_comes_back_from_its_serialized_form()
    {
        ScenarioClaim claim = (await ClaimAsync(Big512)) with { OnUnknown = OnUnknown.Fail };

        ScenarioClaim back = SerializationHelper.Instance.Deserialize<ScenarioClaim>(SerializationHelper.Instance.Serialize(claim))!;

        Assert.Equal((claim.Text, OnUnknown.Fail), (back.Text, back.OnUnknown));
        await Assert.ThrowsAsync<ClaimFailedException>(back.HoldsAsync);
    }

    /// <summary>The runner's own assertions let such an exception through, since it ends the test that they are in.</summary>
    private static async Task<string> SkipOfAsync(ScenarioClaim claim)
    {
        try
        {
            await claim.HoldsAsync();
        }
        catch (TestSkippedException skip)
        {
            return skip.Message;
        }

        return "it was not skipped";
    }

    private static async Task<ScenarioClaim> ClaimAsync(string text) =>
        (await ClaimsAsync(new ChaosScenarioAttribute(Small))).Single(claim => claim.Text == text);

    private static async Task<IEnumerable<ScenarioClaim>> ClaimsAsync(ChaosScenarioAttribute attribute) =>
        (await RowsAsync(attribute)).Select(row => (ScenarioClaim)row.GetData()[0]!);

    private static async Task<ITheoryDataRow[]> RowsAsync(ChaosScenarioAttribute attribute) =>
        [.. await attribute.GetData(typeof(ClaimTests).GetMethods()[0], new DisposalTracker())];

    private static string Text(TestAttachment attachment) => Encoding.UTF8.GetString(attachment.AsByteArray().ByteArray);
}
