namespace Chaos.Cli.Commands;

/// <summary>Names of runs that stand side by side: as given, or the shortest end of their paths that tells them apart.</summary>
internal static class RunNames
{
    /// <param name="given">`FOLDER` or `NAME=FOLDER`.</param>
    /// <exception cref="UsageException">Two have one name.</exception>
    public static (string Name, string Folder)[] Of(IReadOnlyList<string> given)
    {
        (string? Name, string Folder)[] split = [.. given.Select(Split)];
        string[] folders = [.. split.Select(one => one.Folder.TrimEnd('/'))];
        int deepest = folders.Max(folder => folder.Split('/').Length);
        int parts = Enumerable.Range(1, deepest).FirstOrDefault(
            count => folders.Select(folder => End(folder, count)).Distinct(StringComparer.Ordinal).Count() == folders.Length, deepest);
        (string Name, string Folder)[] named = [.. split.Select((one, place) => (one.Name ?? End(folders[place], parts), one.Folder))];
        string? twice = named.CountBy(one => one.Name).FirstOrDefault(one => one.Value > 1).Key;
        return twice is null ? named : throw new UsageException($"two runs have the name {twice}; name them: first=FOLDER second=FOLDER");
    }

    private static (string?, string) Split(string given)
    {
        int equals = given.IndexOf('=', StringComparison.Ordinal);
        // A folder may have the sign in its own name.
        return equals <= 0 || Directory.Exists(given) || given[..equals].Contains('/') ? (null, given)
            : (given[..equals], given[(equals + 1)..]);
    }

    private static string End(string folder, int parts) => string.Join('/', folder.Split('/').TakeLast(parts));
}
