using System.Reflection;

namespace Chaos.Cli.Tests;

/// <summary>What helps somebody who has just installed the command line.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly ChaosProcess chaos = new();

    [Fact]
    public async Task Init_writes_a_good_scenario_with_its_schema_and_never_over_a_file()
    {
        (int first, string output, _) = await chaos.RunAsync("init");
        (int valid, string verdict, _) = await chaos.RunAsync("validate", "scenario.yaml");
        (int second, _, string errors) = await chaos.RunAsync("init");

        string[] lines = await File.ReadAllLinesAsync(PathOf("scenario.yaml"), TestContext.Current.CancellationToken);
        Assert.Equal((0, "scenario.yaml\n", 0, 73), (first, output, valid, second));
        Assert.Contains("good, 4 cells", verdict, StringComparison.Ordinal);
        Assert.Equal("# yaml-language-server: $schema=./scenario.schema.json", lines[0]);
        Assert.True(File.Exists(PathOf("scenario.schema.json")));
        Assert.Contains("scenario.yaml: cannot be created", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_takes_a_shipped_scenario_as_it_is_and_a_misspelled_one_is_a_mistake_of_the_command_line()
    {
        (int like, string output, _) = await chaos.RunAsync("init", "-", "--like", "quickstart");
        (int unknown, _, string errors) = await chaos.RunAsync("init", "--like", "quickstrat");

        Assert.Equal((0, File.ReadAllText(ChaosProcess.Scenario("quickstart.yaml"))), (like, output));
        Assert.Equal(64, unknown);
        Assert.Contains("'quickstrat' is not one of template, ", errors, StringComparison.Ordinal);
        Assert.Empty(chaos.Folder.EnumerateFiles());
    }

    /// <summary>What bash offers for what was typed so far; `chaos` is a function here, since none is installed.</summary>
    [Theory]
    [InlineData("chaos ru", "run")]
    [InlineData("chaos run --backend ", "docker sim")]
    [InlineData("chaos run --ba", "--backend")]
    [InlineData("chaos completion ", "bash fish pwsh zsh")]
    public async Task Bash_completes_verbs_options_and_values(string typed, string expected)
    {
        (_, string script, _) = await chaos.RunAsync("completion", "bash");
        string[] words = typed.Split(' ');
        chaos.Write("complete.sh", $$"""
            dotnet=$1 program=$2
            chaos() { "$dotnet" "$program" "$@"; }
            {{script}}
            COMP_WORDS=({{string.Join(' ', words.Select(word => $"'{word}'"))}})
            COMP_CWORD={{words.Length - 1}} COMP_LINE='{{typed}}' COMP_POINT={{typed.Length}}
            _chaos
            printf '%s\n' "${COMPREPLY[@]}" | grep -vE '^(/.|-.|--help)$' | sort | tr '\n' ' '
            """);

        (_, string output, string errors) = await chaos.ShellAsync("complete.sh", []);

        Assert.Equal(("", expected), (errors, output.Trim()));
    }

    [Theory]
    [InlineData("zsh", "#compdef chaos")]
    [InlineData("fish", "complete -c chaos")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName chaos")]
    public async Task Other_shells_have_a_script_too(string shell, string begin)
    {
        (int exit, string output, _) = await chaos.RunAsync("completion", shell);

        Assert.Equal(0, exit);
        Assert.StartsWith(begin, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_that_of_the_package_and_names_the_commit()
    {
        (int exit, string output, _) = await chaos.RunAsync("--version");

        string expected = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "chaos.dll"))
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Assert.Equal((0, expected + "\n"), (exit, output));
    }

    public void Dispose() => chaos.Dispose();

    private string PathOf(string name) => Path.Combine(chaos.Folder.FullName, name);
}
