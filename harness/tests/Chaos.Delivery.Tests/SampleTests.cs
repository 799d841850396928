namespace Chaos.Delivery.Tests;

/// <summary>The sample repository in an empty folder, restored from our packages: what a user has.</summary>
public sealed class SampleTests(Feed feed)
{
    [Fact]
    public async Task The_sample_is_green_with_the_fix_and_red_with_the_bug_and_says_why()
    {
        string folder = await feed.NewFolderAsync("own-nat");
        Copy(Path.Combine(Repository.Root, "harness", "samples", "own-nat"), folder);

        (int green, string greenLog) = await TestAsync(folder);
        (int red, string redLog) = await TestAsync(folder, "-p:Bug=true");

        Assert.True(green == 0, greenLog);
        Assert.Contains("failed: 0", greenLog, StringComparison.Ordinal);
        // There is no engine at that address.
        Assert.Contains("skipped: 1", greenLog, StringComparison.Ordinal);
        Assert.NotEqual(0, red);
        Assert.Contains("failed: 1", redLog, StringComparison.Ordinal);
        Assert.Contains("feeds: own keeps >= 95%", redLog, StringComparison.Ordinal);
        Assert.Matches(@"seen +\d", redLog);
        Assert.Matches(@"lost +feeds-\d+ of repetition 1, at [\d.]+ s: portChanged", redLog);
        Assert.Contains("again       dotnet test --filter-display-name 'feeds: own keeps >= 95%'", redLog, StringComparison.Ordinal);
    }

    private static Task<(int Exit, string Output)> TestAsync(string folder, params IEnumerable<string> more) => Shell.RunAsync(
        folder, "dotnet", ["test", "--solution", "OwnNat.slnx", $"-p:ChaosVersion={Feed.Version}", .. more],
        ("DOCKER_HOST", "unix:///nowhere/docker.sock"));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file);
            if (relative.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj", "TestResults"]).Any()) continue;
            string target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
