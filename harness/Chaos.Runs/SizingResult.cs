using System.Text.Json.Serialization;

namespace Chaos.Runs;

/// <summary>What a search for a size found; `chaos size --json` prints it as it is.</summary>
/// <param name="Axis">As the scenario spells it.</param>
/// <param name="Target">What had to be met, in words.</param>
/// <param name="MoreIsBetter">True: answers are the smallest values that meet the target; false: the largest.</param>
/// <param name="Answers">One for each variant, and for each set of values of the other axes.</param>
public sealed record SizingResult(string Axis, string Target, bool MoreIsBetter, IReadOnlyList<SizingAnswer> Answers);

/// <summary>One answer.</summary>
/// <param name="Variant">Of the NAT.</param>
/// <param name="Where">The values of the axes, but the one that was searched.</param>
/// <param name="Value">The answer in the unit of the axis, milliseconds for times; null: none was found.</param>
/// <param name="Text">The same as in a scenario.</param>
/// <param name="Survival">At the answer.</param>
/// <param name="Newcomers">At the answer: those that fail; null where nobody sees them.</param>
/// <param name="Margin">By how much the estimate of survival is better than the target, a share.</param>
/// <param name="Runs">What the runs show without any model.</param>
/// <param name="Next">The next step on the worse side, and why it is no answer.</param>
/// <param name="Law">Entries that the law of the cliff asks for; null for another axis than the size of the map.</param>
/// <param name="MemoryBytes">Of the kernel's map; null for another axis.</param>
/// <param name="Cilium">Cilium's option for this size; null for another axis.</param>
/// <param name="Resize">What changing the size costs; null for another axis.</param>
/// <param name="Rival">What the operators' rule of thumb says; null for another axis.</param>
/// <param name="Steps">What was tried; null in runs of before it was kept.</param>
/// <param name="Note">Why there is no answer; null: there is one.</param>
public sealed record SizingAnswer(
    string Variant,
    [property: JsonConverter(typeof(AxesConverter))] IReadOnlyList<KeyValuePair<string, string>> Where,
    long? Value, string? Text, SizedShare? Survival, SizedShare? Newcomers, double? Margin, string? Runs, SizingNeighbour? Next,
    long? Law, long? MemoryBytes, CiliumSetting? Cilium, ResizeCost? Resize, SizingRival? Rival,
    IReadOnlyList<SizingStep>? Steps, string? Note);

/// <summary>What a search spent on a step.</summary>
/// <param name="Value">Of the axis.</param>
/// <param name="Repetitions">Those that went to their end.</param>
/// <param name="Predicted">Repetitions to decide it, by its first look; null: more than a search spends, or it had no look.</param>
/// <param name="Verdict">`pass`, `fail`, or `unknown`: too near the target; null: it was not to be decided.</param>
/// <param name="BrokenOff">One more repetition was broken off when more flows had died than the target bears.</param>
public sealed record SizingStep(long Value, int Repetitions, int? Predicted, string? Verdict, bool BrokenOff);

/// <summary>A share with its interval, which holds for looking again and again.</summary>
public sealed record SizedShare(double? Estimate, double? Lower, double? Upper, int Repetitions)
{
    public static SizedShare? Of(ShareEstimate? share, int repetitions) =>
        share?.Estimate is null ? null : new SizedShare(share.Estimate, share.Lower, share.Upper, repetitions);
}

/// <param name="Value">The value.</param>
/// <param name="Verdict">`fail`: it does not meet the target; `unknown`: it could not be certified.</param>
/// <param name="Survival">There.</param>
/// <param name="Newcomers">There.</param>
public sealed record SizingNeighbour(long Value, string Verdict, SizedShare? Survival, SizedShare? Newcomers);

/// <summary>Cilium's options for a NAT map of a size.</summary>
/// <param name="BpfNatGlobalMax">`bpf-nat-global-max`.</param>
/// <param name="RatioAt4GiB">`bpf-map-dynamic-size-ratio` on a node of 4 GiB; it sizes the other maps too.</param>
/// <param name="RatioAt16GiB">Of 16 GiB.</param>
/// <param name="RatioAt64GiB">Of 64 GiB.</param>
/// <param name="BelowFloor">The dynamic ratio never goes below 131,072 entries, which is more than this.</param>
public sealed record CiliumSetting(
    [property: JsonPropertyName("bpf-nat-global-max")] long BpfNatGlobalMax, double RatioAt4GiB, double RatioAt16GiB, double RatioAt64GiB,
    bool BelowFloor);

/// <summary>
/// The kernel cannot resize a map: the agent makes a new one, which is empty. Each flow is without a mapping until its client sends again.
/// </summary>
/// <param name="LostEntries">In use when the map is replaced, at most: all of the old map.</param>
/// <param name="Seconds">Until the last of the watched clients has sent again: the longest gap of clients; null: some never send.</param>
public sealed record ResizeCost(long LostEntries, double? Seconds);

/// <summary>The rule of thumb in use: ratio x 30-day maximum of cilium_bpf_map_pressure / 0.5, here in entries.</summary>
/// <param name="Present">Entries of the scenario's map.</param>
/// <param name="Pressure">Its highest fill as measured there, 0 to 1.</param>
/// <param name="Value">Entries by the rule.</param>
/// <param name="Survival">In a map of that size; null: it was not run.</param>
/// <param name="Newcomers">In a map of that size.</param>
public sealed record SizingRival(long Present, double Pressure, long Value, SizedShare? Survival, SizedShare? Newcomers);
