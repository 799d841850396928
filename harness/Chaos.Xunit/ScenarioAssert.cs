using Chaos.Bpf;
using Chaos.Containers;
using Chaos.Experiments;
using Chaos.Experiments.Claims;
using Chaos.Runs;
using Chaos.Scenarios.Expectations;
using Chaos.Survival;

namespace Chaos.Xunit;

/// <summary>What a run of a scenario must show, in tests that are written in code. Each cell must show it.</summary>
public static class ScenarioAssert
{
    /// <summary>Waits for a run; where its world is missing on this machine, the test is skipped with the remedy.</summary>
    /// <exception cref="TestSkippedException">There is no container engine, or a privilege or a kernel feature is missing.</exception>
    public static async Task<T> RanAsync<T>(Task<T> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            return await run;
        }
        catch (Exception missing) when (missing is DockerUnavailableException or KernelUnfitException or BpfException)
        {
            throw new TestSkippedException(missing.Message);
        }
    }

    /// <summary>The share of watched flows alive at the end: <c>Survival(result, ">= 99%", where: ["variant=cilium-1.18"])</c>.</summary>
    /// <inheritdoc cref="Newcomers"/>
    public static void Survival(
        ExperimentResult result, string bound, string? group = null, IReadOnlyList<string>? where = null,
        OnUnknown onUnknown = OnUnknown.Skip) =>
        Hold(result, Measure.Survival, bound, group, where, onUnknown);

    /// <summary>The share of short flows that fail: <c>Newcomers(result, "&lt;= 1%")</c>.</summary>
    /// <param name="result">A run.</param>
    /// <param name="bound">As in a scenario file.</param>
    /// <param name="group">Only this group; null: all.</param>
    /// <param name="where">`axis=value`: only cells that have all of them; null: all cells.</param>
    /// <param name="onUnknown">What happens if the run neither confirms nor refutes it.</param>
    /// <exception cref="ClaimFailedException">A cell shows otherwise.</exception>
    /// <exception cref="TestSkippedException">The data do not settle it.</exception>
    /// <exception cref="ArgumentException">No bound, no such cell, or no such group.</exception>
    public static void Newcomers(
        ExperimentResult result, string bound, string? group = null, IReadOnlyList<string>? where = null,
        OnUnknown onUnknown = OnUnknown.Skip) =>
        Hold(result, Measure.Newcomers, bound, group, where, onUnknown);

    private static void Hold(
        ExperimentResult result, Measure measure, string bound, string? group, IReadOnlyList<string>? where, OnUnknown onUnknown)
    {
        ArgumentNullException.ThrowIfNull(result);
        ShareExpectation expectation = ShareExpectation.Of(measure, bound, [.. (where ?? []).Select(Pair)], group);
        string[] groups = [.. measure == Measure.Survival
            ? result.Plan.Scenario.Flows.Select(one => one.Name) : result.Plan.Scenario.Pressure.Select(one => one.Name)];
        if (group is not null && !groups.Contains(group))
            throw new ArgumentException($"there is no group '{group}'; there are {string.Join(", ", groups)}", nameof(group));
        IReadOnlyList<Claim> claims = Claim.Of(result.Plan, expectation);
        if (claims.Count == 0) throw new ArgumentException($"no cell has {string.Join(", ", where ?? [])}", nameof(where));
        (ExpectationResult worst, string text) =
            claims.Select(claim => Judge(result, claim)).OrderByDescending(one => one.Judged.Verdict).First();
        if (worst.Verdict == Verdict.Fail || (worst.Verdict == Verdict.Unknown && onUnknown == OnUnknown.Fail))
            throw new ClaimFailedException(text);
        if (worst.Verdict == Verdict.Unknown) throw new TestSkippedException(text);
    }

    private static (ExpectationResult Judged, string Text) Judge(ExperimentResult result, Claim claim)
    {
        ExpectationResult judged = result.Judge(claim);
        return (judged, new ClaimReport(result, claim, judged, $"this test, seed {result.Results.Seed}").Text);
    }

    private static KeyValuePair<string, string> Pair(string text) => text.Split('=', 2) is [string axis, string value]
        ? KeyValuePair.Create(axis, value) : throw new ArgumentException($"'{text}' is not axis=value", nameof(text));
}
