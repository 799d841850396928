namespace Chaos.Delivery.Tests;

/// <summary>Our packages in a folder of their own, packed from what the tests were built from, once for all tests.</summary>
public sealed class Feed : IAsyncLifetime
{
    public const string Version = "1.2.3-test.1";

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("chaos-packages-");

    public string Folder => Path.Combine(scratch.FullName, "feed");

    public async ValueTask InitializeAsync()
    {
        // Container programs take minutes to compile; tests of containers have their own.
        (int exit, string output) = await Shell.RunAsync(
            Repository.Root, "dotnet",
            ["pack", "Chaos.sln", "--no-build", "--configuration", Configuration, "--output", Folder, "--verbosity", "quiet",
                $"-p:MinVerVersionOverride={Version}", "-p:ContainerPrograms=none"]);
        Assert.True(exit == 0, output);
    }

    /// <summary>A new folder that knows no package source but ours, and beside it what this machine has restored before.</summary>
    public async Task<string> NewFolderAsync(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(scratch.FullName, name)).FullName;
        string known = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="restored" /></config>
              <packageSources><clear /><add key="feed" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><add key="known" value="{known}" /></fallbackPackageFolders>
            </configuration>
            """, TestContext.Current.CancellationToken);
        return folder;
    }

    public ValueTask DisposeAsync()
    {
        scratch.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
