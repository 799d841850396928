namespace Chaos.Experiments.Tests;

/// <summary>Finds the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Scenario(string name) => Path.Combine(Root, "scenarios", name);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Chaos.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"no Chaos.sln above {AppContext.BaseDirectory}");
    }
}
