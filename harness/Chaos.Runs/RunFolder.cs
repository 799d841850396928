using System.Globalization;
using System.Text;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>The folder of one run: each file written atomically, everything read back with positions for what is damaged.</summary>
public sealed class RunFolder
{
    private const string ScenarioName = "scenario.yaml";
    private const string ResultsName = "results.json";
    private const string FlowsName = "flows.csv";
    private const string EventsName = "events.jsonl";

    private RunFolder(string path) => FolderPath = path;

    /// <summary>As the caller spelled it.</summary>
    public string FolderPath { get; }

    public string ReportPath => Path.Combine(FolderPath, "report.html");

    /// <summary>Makes the folder; an empty one that is already there will do.</summary>
    /// <exception cref="RunFolderException">The path is a file, holds something, or cannot be made.</exception>
    public static RunFolder Create(string path)
    {
        try
        {
            if (File.Exists(path))
                throw new RunFolderException($"{path}: a file has this name; name another folder with --out.");

            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new RunFolderException($"{path}: the folder is not empty; name another one with --out, or remove it.");

            Directory.CreateDirectory(path);
            return new RunFolder(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RunFolderException($"{path}: the folder cannot be made: {refused.Message}", refused);
        }
    }

    /// <summary>A folder that a run has written.</summary>
    /// <exception cref="RunFolderException">There is no such folder.</exception>
    public static RunFolder Open(string path) => Directory.Exists(path)
        ? new RunFolder(path)
        : throw new RunFolderException($"{path}: there is no such folder; name one that `chaos run` has written.");

    /// <summary>A folder that a run has begun, or a new one.</summary>
    /// <exception cref="RunFolderException">The path is a file, or holds something that is no run.</exception>
    public static RunFolder Resume(string path) =>
        File.Exists(Path.Combine(path, ResultsName)) || File.Exists(Path.Combine(path, ScenarioName)) ? new RunFolder(path) : Create(path);

    /// <summary>Whether cells were written here.</summary>
    public bool HasResults => File.Exists(Path.Combine(FolderPath, ResultsName));

    public void WriteScenario(string resolvedYaml) => WriteText(ScenarioName, resolvedYaml);

    public void WriteResults(RunResults results) => Write(ResultsName, stream => ResultsFile.Write(stream, results));

    /// <param name="flows">By cell in plan order, repetition, group in file order, number.</param>
    public void WriteFlows(IEnumerable<FlowRecord> flows) => Write(FlowsName, stream => FlowsCsv.Write(stream, flows));

    /// <param name="events">By cell in plan order, repetition, time.</param>
    public void WriteEvents(IEnumerable<RunEvent> events) => Write(EventsName, stream => EventsFile.Write(stream, events));

    public void WriteReport(string html) => WriteText("report.html", html);

    public void WriteSummary(string markdown) => WriteText("summary.md", markdown);

    public void WriteJUnit(string xml) => WriteText("junit.xml", xml);

    /// <summary>Under attachments/CELL/REPETITION/.</summary>
    public void WriteAttachment(string cell, int repetition, RunAttachment attachment)
    {
        string folder = Path.Combine(FolderPath, "attachments", cell.Replace('/', '_'), repetition.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, attachment.Name), stream => stream.Write(attachment.Content.Span));
    }

    /// <summary>Everything that a report needs, checked against each other.</summary>
    /// <exception cref="RunFolderException">A file is missing.</exception>
    /// <exception cref="DamagedRunException">A file is not what it should be.</exception>
    public RunContents Read()
    {
        RunResults results = Read(ResultsName, ResultsFile.Read);
        return new RunContents(
            Read(ScenarioName, static (stream, _) =>
            {
                using StreamReader reader = new(stream, Encoding.UTF8);
                return reader.ReadToEnd();
            }),
            results,
            Read(FlowsName, (stream, file) => ReadFlows(stream, file, results)),
            Read(EventsName, static (stream, file) => EventsFile.Read(stream, file).ToArray()));
    }

    /// <summary>A row too many or too few would change a curve without a trace: the counts must agree with the results.</summary>
    private static List<FlowRecord> ReadFlows(Stream stream, string file, RunResults results)
    {
        Dictionary<string, int> missing = new(StringComparer.Ordinal);
        foreach (CellResult cell in results.Cells)
            missing[cell.Id] = cell.Flows.Total;

        List<FlowRecord> flows = [];
        using FlowsReader reader = new(stream, file);
        while (reader.Next() is { } flow)
        {
            if (!missing.TryGetValue(flow.Cell, out int left) || left == 0)
                throw reader.Damaged($"cell '{flow.Cell}' has fewer rows in {ResultsName}, or is not there: one of the two was changed");

            missing[flow.Cell] = left - 1;
            flows.Add(flow);
        }

        foreach ((string cell, int left) in missing.Where(entry => entry.Value > 0))
        {
            throw reader.Damaged(
                $"the file ends, but {ResultsName} promises {left} more rows of cell '{cell}': one of the two was changed");
        }

        return flows;
    }

    private T Read<T>(string name, Func<Stream, string, T> read)
    {
        string path = Path.Combine(FolderPath, name);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return read(stream, path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{path}: cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private void WriteText(string name, string text) => Write(name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private void Write(string name, Action<Stream> write) => AtomicFile.Write(Path.Combine(FolderPath, name), write);
}
