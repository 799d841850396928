using Chaos.Experiments.Claims;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using Xunit;
using Xunit.Sdk;

namespace Chaos.Xunit;

/// <summary>What one test of a <see cref="ChaosScenarioAttribute"/> is about.</summary>
public sealed record ScenarioClaim : IXunitSerializable
{
    private ScenarioSource source;
    private int number;
    private Claim? claim;

    /// <summary>For deserialization.</summary>
    [Obsolete("Test runners use it; write [ChaosScenario] instead.", error: true)]
    public ScenarioClaim() => source = null!;

    internal ScenarioClaim(ScenarioSource source, int number, Claim? claim) =>
        (this.source, this.number, this.claim) = (source, number, claim);

    /// <summary>As one sentence: `receive-only: cilium-1.18 at mapSize=4096 keeps >= 99%`.</summary>
    public string Text => claim?.Text ?? $"{ScenarioRun.Of(source).Name}: runs; nothing is expected";

    /// <summary>What <see cref="HoldsAsync"/> does when the run neither confirms nor refutes it.</summary>
    public OnUnknown OnUnknown { get; internal set; }

    /// <summary>
    /// Runs the scenario, if no test has yet, and judges the claim. Attaches report and results to the test that ran it, and these with the
    /// flows that died to each test that does not pass.
    /// </summary>
    /// <exception cref="ClaimFailedException">The claim does not hold.</exception>
    /// <exception cref="TestSkippedException">
    /// Nobody can say: the data do not settle it, or this machine has no container engine, or lacks a privilege.
    /// </exception>
    public async Task HoldsAsync()
    {
        ScenarioRun run = ScenarioRun.Of(source);
        FinishedRun finished = await ScenarioAssert.RanAsync(run.RunAsync(out bool isFirst, TestContext.Current.CancellationToken));
        if (isFirst) Attach(finished);
        if (claim is null)
        {
            if (finished.Result.Results.Invalid is { Count: > 0 } reasons) Unknown($"{Text}\n  {string.Join("\n  ", reasons)}");
            return;
        }

        ExpectationResult judged = finished.Result.Judge(claim);
        if (judged.Verdict == Verdict.Pass) return;
        ClaimReport report = new(finished.Result, claim, judged, run.ReplayOf(claim));
        if (!isFirst) Attach(finished);
        Attach("flows-that-died.csv", FinishedRun.Csv(report.Dead), "text/csv");
        if (judged.Verdict == Verdict.Fail) throw new ClaimFailedException(report.Text);
        Unknown(report.Text);
    }

    public override string ToString() => Text;

    void IXunitSerializable.Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(source.Scenario), source.Scenario);
        info.AddValue(nameof(source.Set), source.Set.ToArray());
        info.AddValue(nameof(source.Only), source.Only.ToArray());
        info.AddValue(nameof(source.Backend), source.Backend);
        info.AddValue(nameof(source.Targets), source.Targets);
        info.AddValue(nameof(number), number);
        info.AddValue(nameof(OnUnknown), OnUnknown == OnUnknown.Fail);
    }

    void IXunitSerializable.Deserialize(IXunitSerializationInfo info)
    {
        source = new ScenarioSource(
            info.GetValue<string>(nameof(source.Scenario))!, info.GetValue<string[]>(nameof(source.Set)) ?? [],
            info.GetValue<string[]>(nameof(source.Only)) ?? [], info.GetValue<string>(nameof(source.Backend)),
            info.GetValue<Type>(nameof(source.Targets)));
        number = info.GetValue<int>(nameof(number));
        OnUnknown = info.GetValue<bool>(nameof(OnUnknown)) ? OnUnknown.Fail : OnUnknown.Skip;
        claim = ScenarioRun.Of(source).Claims[number].claim;
    }

    /// <summary>Axes with the values of its cells, `world` and `target`.</summary>
    internal Dictionary<string, HashSet<string>> Traits()
    {
        Dictionary<string, HashSet<string>> traits = new(StringComparer.OrdinalIgnoreCase);
        void Add(string name, string value)
        {
            if (!traits.TryGetValue(name, out HashSet<string>? values)) traits[name] = values = new(StringComparer.Ordinal);
            values.Add(value);
        }

        foreach (Cell cell in claim?.Cells ?? [])
        {
            Add("world", cell.Scenario.Backend ?? source.Backend ?? WorldCatalog.Default.Name);
            Add("target", cell.Scenario.Target);
            foreach ((string axis, string value) in cell.Axes) Add(axis, value);
        }

        return traits;
    }

    private void Unknown(string text)
    {
        if (OnUnknown == OnUnknown.Fail) throw new ClaimFailedException($"unknown: {text}");
        throw new TestSkippedException(text);
    }

    private static void Attach(FinishedRun run)
    {
        Attach("report.html", run.Report, "text/html");
        Attach("results.json", run.Results, "application/json");
    }

    /// <summary>A test may hold several claims, of which each attaches its files.</summary>
    private static void Attach(string name, byte[] content, string mediaType) =>
        TestContext.Current.AddAttachment(name, content, replaceExistingValue: true, mediaType);
}
