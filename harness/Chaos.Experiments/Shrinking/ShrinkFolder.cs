using System.Text;
using Chaos.Containers;
using Chaos.Runs;

namespace Chaos.Experiments.Shrinking;

/// <summary>The files of a reproducer: the scenario, the story, a trace for `map replay`, a recording for `nat replay`.</summary>
public static class ShrinkFolder
{
    public const string Scenario = "scenario.yaml", Story = "story.md", Trace = "trace.txt", Recording = "recording.jsonl.gz";

    /// <summary>Writes what there is.</summary>
    /// <param name="path">A new folder, or an empty one.</param>
    /// <param name="result">Of a search.</param>
    /// <param name="origin">The command that made it.</param>
    /// <returns>The commands that show it, and why a file is missing, a line each.</returns>
    /// <exception cref="RunFolderException">The folder holds something.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static IReadOnlyList<string> Write(string path, ShrinkResult result, string origin)
    {
        Make(path);
        List<string> lines = [$"{CommandName.Text} run {At(Scenario)}", $"{CommandName.Text} run {At(Scenario)} --map-engine kernel"];
        WriteText(At(Scenario), $"# Shows that {result.Shows}.\n# Made by: {origin}\n{result.Yaml}");
        if (result.Reproducer is not { } reproducer) return [.. lines,
            "no flow of it dies, so there is no story, no trace and no recording"];
        WriteText(At(Story), reproducer.Markdown());
        if (reproducer.MapTrace() is { } trace)
        {
            WriteText(At(Trace), trace);
            string options = trace.Split('\n').First(line => line.StartsWith($"# {CommandName.Text}", StringComparison.Ordinal));
            lines.Add(options[2..].Replace("THIS", At(Trace), StringComparison.Ordinal));
        }
        else lines.Add($"no {Trace}: the table is replaced during the run, and a trace is of one map");

        lines.Add(reproducer.Record(At(Recording)) is { } reason
            ? $"no {Recording}: {reason}"
            : $"{CommandName.Text} nat replay {At(Recording)}");
        return lines;

        string At(string name) => Path.Combine(path, name);
    }

    /// <exception cref="RunFolderException">The folder holds something.</exception>
    public static void Refuse(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new RunFolderException($"{path}: is there already and not empty; name another folder with --out");
    }

    private static void Make(string path)
    {
        Refuse(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(path, refused);
        }
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
