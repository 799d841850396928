using System.Globalization;
using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>The answers of `size` on the terminal.</summary>
internal static class SizingText
{
    public static void Print(SizingResult sizing, string reportPath)
    {
        Console.Out.WriteLine($"{(sizing.MoreIsBetter ? "the smallest" : "the largest")} {sizing.Axis} with {sizing.Target}");
        foreach (SizingAnswer answer in sizing.Answers)
            foreach (string line in Lines(answer, sizing))
                Console.Out.WriteLine(line);
        Console.Out.WriteLine($"report: {reportPath}");
    }

    private static IEnumerable<string> Lines(SizingAnswer answer, SizingResult sizing)
    {
        string where = string.Join(", ", answer.Where.Select(axis => $"{axis.Key}={axis.Value}"));
        string head = where.Length == 0 ? answer.Variant : where;
        if (answer.Note is { } note) yield return $"{head}: {note}";
        else
        {
            yield return $"{head}: {sizing.Axis} {answer.Text}";
            yield return $"  survival   {Text(answer.Survival)}; {answer.Runs}";
        }

        if (answer.Newcomers is { } newcomers) yield return $"  newcomers  {Text(newcomers)} fail";
        if (answer.Next is { } next)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  next step  {next.Value}: {(next.Verdict == "fail" ? "does not meet it" : "could not be certified")}, survival "
                    + $"{Text(next.Survival)}{(next.Newcomers is { } failing ? $", newcomers {Text(failing)} fail" : "")}");
        foreach (string line in OfMap(answer)) yield return line;
        foreach (SizingStep step in answer.Steps ?? []) yield return $"  tried      {step.Value}: {Text(step)}";
    }

    private static string Text(SizingStep step)
    {
        string spent = string.Create(CultureInfo.InvariantCulture, $"{step.Repetitions} runs");
        string whole = step.Verdict is not { } verdict ? spent
            : $"{(verdict == "unknown" ? "not decided" : verdict)}, {spent}, "
                + (step.Predicted is { } predicted
                    ? string.Create(CultureInfo.InvariantCulture, $"{predicted} predicted") : "predicted too near the target");
        return step.BrokenOff ? $"{whole}, and one broken off" : whole;
    }

    private static IEnumerable<string> OfMap(SizingAnswer answer)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (answer.Law is { } law)
        {
            string part = answer.Value is { } size ? string.Create(invariant, $", the answer is {(double)size / law:0.000} of it") : "";
            yield return string.Create(invariant, $"  law        {law:#,0} entries{part}");
        }

        if (answer.MemoryBytes is { } bytes)
            yield return string.Create(invariant, $"  memory     {bytes / 1048576.0:0.0} MiB in the kernel");
        if (answer.Cilium is { } cilium)
        {
            string floor = cilium.BelowFloor ? "; any ratio gives 131072 at least" : "";
            yield return string.Create(
                invariant,
                $"  cilium     bpf-nat-global-max: {cilium.BpfNatGlobalMax}; or bpf-map-dynamic-size-ratio "
                    + $"{cilium.RatioAt4GiB:0.######} (4 GiB), {cilium.RatioAt16GiB:0.######} (16 GiB), "
                    + $"{cilium.RatioAt64GiB:0.######} (64 GiB){floor}");
        }

        if (answer.Resize is { } resize)
        {
            yield return "  resize     makes a new, empty map: "
                + (resize.Seconds is { } seconds
                    ? string.Create(invariant, $"each flow is without a mapping until its client sends again, {seconds:0.###} s at most")
                    : "clients that never send never get a mapping again");
        }

        if (answer.Rival is { } rival)
        {
            yield return string.Create(
                invariant,
                $"  rule       pressure {rival.Pressure:0.00} / 0.5 x {rival.Present:#,0} = {rival.Value:#,0} entries: survival "
                    + $"{Text(rival.Survival)}{(rival.Newcomers is { } failing ? $", newcomers {Text(failing)} fail" : "")}");
        }
    }

    private static string Text(SizedShare? share) => share is null ? "not run"
        : share is { Lower: { } lower, Upper: { } upper }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{ShareText.Percent(share.Estimate)} ({ShareText.Percent(lower)} to {ShareText.Percent(upper)}, {share.Repetitions} runs)")
            : $"{ShareText.Percent(share.Estimate)} (one run)";
}
