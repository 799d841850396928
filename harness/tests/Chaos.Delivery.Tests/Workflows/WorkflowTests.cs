namespace Chaos.Delivery.Tests.Workflows;

public sealed class WorkflowTests
{
    private const string Good = """
        name: good
        on: pull_request
        permissions:
          contents: read
        jobs:
          test:
            runs-on: ubuntu-24.04
            timeout-minutes: 5
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
                with:
                  persist-credentials: false
              - name: Say it
                id: say
                env:
                  TITLE: ${{ github.event.pull_request.title }}
                run: echo "$TITLE"
        """;

    public static TheoryData<string> Names => [.. Workflow.All.Select(workflow => workflow.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Our_workflows_pin_by_commit_may_little_and_hold_no_secret_in_a_pull_requests_reach(string name) =>
        Assert.Empty(WorkflowCheck.Of(Workflow.All.Single(workflow => workflow.Name == name)));

    [Theory]
    [InlineData("@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "@v4", "is not pinned")]
    [InlineData("persist-credentials: false", "fetch-depth: 1", "leaves its credentials")]
    [InlineData("contents: read", "contents: write", "not `contents: read` alone")]
    [InlineData("timeout-minutes: 5", "timeout-minutes: 5\n    permissions: { packages: write }", "may write packages")]
    [InlineData("on: pull_request", "on: [pull_request_target]", "foreign code")]
    [InlineData("github.event.pull_request.title", "secrets.KEY", "within reach")]
    [InlineData("echo \"$TITLE\"", "echo ${{ github.head_ref }}", "where it is code")]
    [InlineData("    timeout-minutes: 5\n", "", "has no timeout")]
    [InlineData("github.event.pull_request.title", "steps.said.outputs.text", "step said, which is not there")]
    [InlineData("github.event.pull_request.title", "needs.plan.outputs.text", "job plan, which it does not need")]
    [InlineData("github.event.pull_request.title", "inputs.title", "no input title")]
    [InlineData("timeout-minutes: 5", "timeout-minutes: 5\n    needs: plan", "needs plan, which is not there")]
    public void A_workflow_that_was_broken_on_purpose_is_found(string good, string bad, string found)
    {
        string text = Good.ReplaceLineEndings("\n");
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Empty(WorkflowCheck.Of(new Workflow("good.yml", text)));

        Assert.Contains(
            WorkflowCheck.Of(new Workflow("bad.yml", text.Replace(good, bad, StringComparison.Ordinal))),
            reason => reason.Contains(found, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_script_is_good_bash()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("chaos-scripts-").FullName, "script.sh");
        foreach (Workflow workflow in Workflow.All)
            foreach (string script in workflow.Steps.Select(step => Workflow.Scalar(step, "run")).OfType<string>())
            {
                await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
                (int exit, string output) = await Shell.RunAsync(Path.GetDirectoryName(file)!, "bash", ["-n", file]);
                Assert.True(exit == 0, $"{workflow.Name}: {output}\n{script}");
            }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
