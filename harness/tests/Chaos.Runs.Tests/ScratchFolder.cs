namespace Chaos.Runs.Tests;

/// <summary>An empty folder that goes away with the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("chaos-runs-").FullName;

    public string File(string name) => Path.Combine(FullPath, name);

    /// <returns>The file's full path.</returns>
    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
