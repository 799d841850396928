using System.Globalization;
using System.Text;
using Chaos.Runs;

namespace Chaos.Experiments.Explaining;

/// <summary>An explanation as plain text.</summary>
public static class StoryText
{
    /// <summary>Of quiet times, evictions and packets, a line each.</summary>
    public static string Of(Explanation told)
    {
        StringBuilder text = new();
        FlowRecord row = told.Row;
        string fate = told.Story?.Fate ?? $"{told.State} {told.Cause}".TrimEnd();
        text.Append(CultureInfo.InvariantCulture, $"{row.Flow} in cell {row.Cell}, repetition {row.Repetition}: {fate}\n");
        foreach (string note in told.Notes) text.Append(CultureInfo.InvariantCulture, $"note: {note}\n");
        if (told.Story is { } story) Write(text, story);
        else foreach (RunEvent one in told.Recorded) text.Append("  ").AppendLine(EventLine(one));
        if (told is { Instead: { } other, InsteadOf: { } value })
        {
            text.Append(CultureInfo.InvariantCulture, $"\nwith {value}, same seed: {other.Fate}\n");
            Write(text, other);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Who talks to whom, why, and the steps.</summary>
    internal static void Write(StringBuilder text, FlowStory story)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {story.Connection}; {story.Variant}, {story.MapSize} entries\n");
        foreach (string sentence in story.Why) text.Append("  ").Append(sentence).Append('\n');
        text.Append('\n');
        // What becomes of the entries of a dead flow explains nothing.
        int last = story.Steps.Count - 1;
        while (last >= 0 && story.Row.State == FlowState.Died && story.Steps[last].Kind != LifeStepKind.Died) last--;
        foreach (LifeStep step in story.Steps.Take(last + 1))
            text.Append(CultureInfo.InvariantCulture, $"  {Seconds.Format(step.TimeNs),12}  {Describe(step)}\n");
    }

    /// <summary>A step without its time.</summary>
    internal static string Describe(LifeStep step) => step.Kind switch
    {
        LifeStepKind.Opened => "the flow is open",
        LifeStepKind.Refused => $"the {step.Side} gives up: {step.Cause}",
        LifeStepKind.Packet => $"{step.Way,-3} {step.Packet}: {Touches(step)}; {step.Verdict}",
        LifeStepKind.Quiet => string.Create(
            CultureInfo.InvariantCulture, $"    {step.PacketsOut} packets out and {step.PacketsIn} in find their entries, "
                + $"until {step.Until:F6}"),
        LifeStepKind.Evicted => $"    {step.Half} entry evicted ({step.Rule}) for the {step.ByHalf} entry of {step.By}; idle "
            + $"for {step.Idle} s",
        LifeStepKind.Removed => $"    {step.Half} entry removed ({step.Rule ?? "by the variant"})",
        LifeStepKind.Taken => $"    {step.By} gets the port",
        LifeStepKind.Moved => "the peer follows it to another port",
        LifeStepKind.Died => $"the {step.Side} notices: {step.Cause}",
        LifeStepKind.Reopened => "the client opens it again",
        _ => step.Kind.ToString(),
    };

    private static string Touches(LifeStep step) => string.Join(", ", step.Touches!.Select(
        touch => touch.Port is { } port
            ? string.Create(CultureInfo.InvariantCulture, $"{touch.Half} {touch.What} (port {port})") : $"{touch.Half} {touch.What}"));

    private static string EventLine(RunEvent one) => one.Kind == RunEventKind.Fault
        ? $"{Seconds.Format(one.TimeNs),12}  fault {one.Fault} {one.Phase}".TrimEnd()
        : $"{Seconds.Format(one.TimeNs),12}  {one.Half} entry lost ({one.Rule}) for {one.By ?? "nobody known"}; the next packet "
        + $"met: {one.Met}";
}
