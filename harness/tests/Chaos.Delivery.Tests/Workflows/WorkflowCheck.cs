using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Chaos.Delivery.Tests.Workflows;

/// <summary>What makes a workflow unsafe, or refers to what is not there.</summary>
internal static partial class WorkflowCheck
{
    /// <summary>Workflows that may write, and what.</summary>
    private static readonly Dictionary<string, string[]> MayWrite = new()
    {
        ["release.yml"] = ["id-token", "attestations", "packages"],
    };

    /// <summary>One sentence for each thing that is wrong.</summary>
    public static IReadOnlyList<string> Of(Workflow workflow) =>
    [
        .. Pins(workflow), .. Permissions(workflow), .. Secrets(workflow), .. Scripts(workflow), .. Limits(workflow),
        .. References(workflow),
    ];

    private static IEnumerable<string> Pins(Workflow workflow)
    {
        foreach (string line in workflow.Text.Split('\n').Where(line => UsesLine().IsMatch(line)))
            if (!PinnedLine().IsMatch(line)) yield return $"'{line.Trim()}' is not pinned by a commit with its version behind it";
        foreach (YamlMappingNode step in workflow.Steps)
            if (Workflow.Scalar(step, "uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true
                && Workflow.Scalar(Workflow.Map(step, "with") ?? new YamlMappingNode(), "persist-credentials") != "false")
                yield return "a checkout leaves its credentials to the steps behind it";
    }

    private static IEnumerable<string> Permissions(Workflow workflow)
    {
        if (workflow.IsAction) yield break;
        if (Workflow.Map(workflow.Root, "permissions") is not { Children.Count: 1 } all || Workflow.Scalar(all, "contents") != "read")
            yield return "the workflow's own permissions are not `contents: read` alone";
        string[] allowed = MayWrite.GetValueOrDefault(workflow.Name, []);
        foreach ((string name, YamlMappingNode job) in workflow.Jobs)
            foreach ((YamlNode what, YamlNode how) in (Workflow.Map(job, "permissions") ?? []).Children)
                if (how.ToString() != "read" && !allowed.Contains(what.ToString())) yield return $"job {name} may write {what}";
    }

    private static IEnumerable<string> Secrets(Workflow workflow)
    {
        if (workflow.Triggers.Contains("pull_request_target")) yield return "pull_request_target runs foreign code with our token";
        bool foreign = workflow.IsAction || workflow.Triggers.Any(trigger => trigger is "pull_request" or "workflow_call");
        if (foreign && SecretOrToken().IsMatch(workflow.Text)) yield return "a secret is within reach of a pull request";
    }

    private static IEnumerable<string> Scripts(Workflow workflow) =>
        from step in workflow.Steps
        let script = Workflow.Scalar(step, "run")
        where script is not null && script.Contains("${{", StringComparison.Ordinal)
        select $"'{Workflow.Scalar(step, "name")}' puts an expression into its script, where it is code; hand it over in `env`";

    private static IEnumerable<string> Limits(Workflow workflow) =>
        from job in workflow.Jobs
        where !workflow.IsAction && Workflow.Scalar(job.Value, "timeout-minutes") is null
        select $"job {job.Key} has no timeout";

    /// <summary>`needs`, `steps.ID` and `inputs.NAME` that nobody declares.</summary>
    private static IEnumerable<string> References(Workflow workflow)
    {
        YamlMappingNode inputs = workflow.IsAction ? Workflow.Map(workflow.Root, "inputs") ?? [] : InputsOf(workflow);
        foreach (string input in Named(Input(), workflow.Text).Where(input => !inputs.Children.ContainsKey(new YamlScalarNode(input))))
            yield return $"there is no input {input}";
        foreach ((string name, YamlMappingNode job) in workflow.Jobs)
        {
            string[] needs = Workflow.Scalar(job, "needs") is { } one ? [one] : [];
            foreach (string need in needs.Where(need => !workflow.Jobs.ContainsKey(need)))
                yield return $"job {name} needs {need}, which is not there";
            string[] ids = [.. Workflow.StepsOf(job).Select(step => Workflow.Scalar(step, "id")).OfType<string>()];
            foreach (string step in Named(Step(), TextOf(job)).Where(step => !ids.Contains(step)))
                yield return $"job {name} asks for step {step}, which is not there";
            foreach (string need in Named(Need(), TextOf(job)).Where(need => !needs.Contains(need)))
                yield return $"job {name} asks for job {need}, which it does not need";
        }
    }

    private static YamlMappingNode InputsOf(Workflow workflow) =>
        Workflow.Map(workflow.Root, "on") is { } on && Workflow.Map(on, "workflow_call") is { } call
            ? Workflow.Map(call, "inputs") ?? [] : [];

    private static string TextOf(YamlMappingNode node) =>
        string.Join('\n', node.AllNodes.OfType<YamlScalarNode>().Select(scalar => scalar.Value));

    private static IEnumerable<string> Named(Regex pattern, string text) =>
        pattern.Matches(text).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(@"^\s*(- )?uses: (?!\./)")]
    private static partial Regex UsesLine();

    [GeneratedRegex(@"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")]
    private static partial Regex PinnedLine();

    [GeneratedRegex(@"\$\{\{[^}]*(secrets\.|github\.token)")]
    private static partial Regex SecretOrToken();

    [GeneratedRegex(@"\$\{\{[^}]*\binputs\.([\w-]+)")]
    private static partial Regex Input();

    [GeneratedRegex(@"\$\{\{[^}]*\bsteps\.([\w-]+)")]
    private static partial Regex Step();

    [GeneratedRegex(@"\$\{\{[^}]*\bneeds\.([\w-]+)")]
    private static partial Regex Need();
}
