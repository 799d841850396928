namespace Chaos.Containers.Images;

/// <summary>What ahead-of-time compilation into a static file needs on Linux besides the .NET SDK.</summary>
internal static class Toolchain
{
    private static readonly string[] libraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

    /// <summary>The missing parts by package name; empty when all are there.</summary>
    public static IReadOnlyList<string> Missing()
    {
        List<string> missing = [];
        if (!IsCommand("clang")) missing.Add("clang");
        if (!IsCommand("ld.lld")) missing.Add("lld");
        if (!libraryFolders.Any(folder => File.Exists(Path.Combine(folder, "libc.a")))) missing.Add("libc6-dev");
        return missing;
    }

    private static bool IsCommand(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)));
}
