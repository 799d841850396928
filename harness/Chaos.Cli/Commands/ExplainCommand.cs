using System.CommandLine;
using System.Text.Json;
using Chaos.Experiments.Explaining;

namespace Chaos.Cli.Commands;

/// <summary>`explain`: why did this flow die?</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "A run folder." };
    private static readonly Option<string> Flow = new("--flow")
    {
        Description = "The flow, as flows.csv names it: GROUP-N.", HelpName = "ID", Required = true,
    };

    private static readonly Option<int?> Repetition = Numbers.Whole<int>(
        "--repetition", 1, int.MaxValue, "The repetition. Default: the first in which the flow died.");

    private static readonly Option<string?> Instead = new("--instead")
    {
        Description = "Simulates the same flow and seed under another value too: --instead variant=cilium-1.18.", HelpName = "path=value",
    };

    private static readonly Option<bool> Mermaid = new("--mermaid") { Description = "Prints a Mermaid sequence diagram." };
    private static readonly Option<bool> Json = Shared.Json();

    public static Command Create()
    {
        Verb command = new(
            "explain", "The life of one flow on our NAT, simulated again from the run's seed: who evicted what, and who noticed.",
            "explain reports/runs/quickstart --flow senders-17",
                "explain reports/runs/quickstart --flow senders-17 --instead variant=cilium-1.18")
        {
            Run, Flow, Chosen.Only, Repetition, Instead, Mermaid, Json,
        };
        command.SetAction(Explain);
        return command;
    }

    private static Task<int> Explain(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Mermaid) && parsed.GetValue(Json)) throw new UsageException("--mermaid and --json are two forms; name one");
        ExplainRequest request = new(
            parsed.GetRequiredValue(Flow), parsed.GetValue(Chosen.Only) ?? [], parsed.GetValue(Repetition), parsed.GetValue(Instead));
        Explanation told = Explainer.Explain(RecordedRun.Read(parsed.GetRequiredValue(Run)), request, cancellation);
        if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(told, JsonText.WithoutNulls));
        else if (!parsed.GetValue(Mermaid)) Console.Out.Write(StoryText.Of(told));
        else PrintDiagrams(told);
        return Task.FromResult(ExitCode.Pass);
    }

    private static void PrintDiagrams(Explanation told)
    {
        foreach (string note in told.Notes) Console.Error.WriteLine($"chaos: note: {note}");
        if (told.Story is null) throw new UsageException(
            "--mermaid: there is no simulation to draw; leave it out to read what was recorded");
        foreach (FlowStory? story in new[] { told.Story, told.Instead })
            if (story is not null) Console.Out.Write(StoryDiagram.Of(story));
    }
}
