namespace Chaos.Scenarios.Tests;

/// <summary>The files beside the code that are checked against it.</summary>
internal static class Repository
{
    public static string Scenarios { get; } = Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)).FullName, "scenarios");

    private static DirectoryInfo Root(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Chaos.sln"))
            ? folder
            : Root(folder.Parent ?? throw new InvalidOperationException("These tests run from a build inside the repository."));
}
