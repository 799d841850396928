namespace Chaos.Delivery.Tests;

/// <summary>The command line as a tool, installed into an empty folder.</summary>
public sealed class ToolTests(Feed feed)
{
    [Fact]
    public async Task The_tool_runs_a_scenario_far_from_our_sources_and_names_itself_as_it_is_called()
    {
        string folder = await feed.NewFolderAsync("tool");

        (int installed, string log) = await Shell.RunAsync(
            folder, "dotnet", ["tool", "install", "Chaos.Cli", "--tool-path", "bin", "--version", Feed.Version]);
        Assert.True(installed == 0, log);
        string chaos = Path.Combine(folder, "bin", "chaos");
        await Shell.RunAsync(folder, chaos, ["init", "first.yaml"]);
        (int ran, string output) = await Shell.RunAsync(
            folder, chaos, ["run", "first.yaml", "--set", "duration=2s", "--only", "mapSize=512", "--out", "run"]);
        (int engine, string missing) = await Shell.RunAsync(folder, chaos, ["run", "first.yaml", "--backend", "docker"]);

        Assert.True(ran is 0 or 1 or 2, output);
        Assert.Contains("again: chaos run first.yaml", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "run", "report.html")));
        // This package was made without the container programs.
        Assert.Equal(69, engine);
        Assert.Contains("install the package that carries them", missing, StringComparison.Ordinal);
    }
}
