using System.Globalization;
using System.Text;
using Chaos.Runs;

namespace Chaos.Experiments.Explaining;

/// <summary>A story as a Mermaid sequence diagram, which GitHub and GitLab draw in an issue.</summary>
public static class StoryDiagram
{
    /// <summary>A diagram is read, not searched: of a long story its last steps.</summary>
    private const int MostSteps = 60;

    public static string Of(FlowStory story)
    {
        StringBuilder text = new("sequenceDiagram\n");
        text.Append("    participant C as client\n    participant N as NAT\n    participant S as server\n    participant O as other "
            + "flows\n");
        text.Append(CultureInfo.InvariantCulture, $"    Note over C,S: {Plain(story.Row.Flow)}, {Plain(story.Variant)}, {story.MapSize} "
            + $"entries\n");
        int skipped = Math.Max(0, story.Steps.Count - MostSteps);
        if (skipped > 0) text.Append(CultureInfo.InvariantCulture, $"    Note over N: {skipped} steps before\n");
        foreach (LifeStep step in story.Steps.Skip(skipped)) text.Append("    ").Append(Line(step)).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $"    Note over C,S: {Plain(story.Fate)}\n").ToString();
    }

    private static string Line(LifeStep step)
    {
        string at = Seconds.Format(step.TimeNs), told = Plain(StoryText.Describe(step).Trim());
        return step.Kind switch
        {
            LifeStepKind.Packet when step.Way == "out" => $"C->>{(step.Verdict == "forward" ? "S" : "N")}: {at} {told}",
            LifeStepKind.Packet => $"S->>{(step.Verdict == "forward" ? "C" : "N")}: {at} {told}",
            LifeStepKind.Evicted or LifeStepKind.Taken => $"O->>N: {at} {told}",
            LifeStepKind.Died or LifeStepKind.Refused => $"Note over {(step.Side == "server" ? "S" : "C")}: {at} {told}",
            LifeStepKind.Quiet => $"Note over C,S: {at} {told}",
            LifeStepKind.Removed => $"Note over N: {at} {told}",
            _ => $"Note over C: {at} {told}",
        };
    }

    /// <summary>A semicolon ends a statement of Mermaid, and a # begins an entity.</summary>
    private static string Plain(string text) => text.Replace(';', ',').Replace('#', ' ');
}
