using System.Globalization;
using System.Text;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>The folder of one run: each file written atomically, everything read back with positions for what is damaged.</summary>
/// <remarks>It has one writer, which holds a lock until it disposes of this; readers hold none.</remarks>
public sealed class RunFolder : IDisposable
{
    private const string IdentityName = "run.json";
    private const string ScenarioName = "scenario.yaml";
    private const string ResultsName = "results.json";
    private const string FlowsName = "flows.csv";
    private const string EventsName = "events.jsonl";
    private const string TableName = "table.csv";
    private const string AttachmentsName = "attachments";

    /// <summary>Null: opened to be read, and for its reports to be written again.</summary>
    private readonly FolderLock? writer;

    private RunFolder(string path, FolderLock? writer)
    {
        FolderPath = path;
        this.writer = writer;
    }

    /// <summary>As the caller spelled it.</summary>
    public string FolderPath { get; }

    public string ReportPath => Path.Combine(FolderPath, "report.html");

    /// <summary>Makes the folder; an empty one that is already there will do.</summary>
    /// <exception cref="RunFolderException">The path is a file, holds something, or another run writes there.</exception>
    /// <exception cref="StorageException">It cannot be made, or not be written.</exception>
    public static RunFolder Create(string path)
    {
        if (File.Exists(path))
            throw new RunFolderException($"{path}: a file has this name; name another folder with --out.");

        MakeFolder(path);
        FolderLock writer = FolderLock.Take(path);
        // Under the lock: two runs that begin at once must not both find it empty.
        if (Directory.EnumerateFileSystemEntries(path).All(entry => Path.GetFileName(entry) == FolderLock.FileName))
            return new RunFolder(path, writer);
        writer.Dispose();
        throw new RunFolderException($"{path}: the folder is not empty; name another one with --out, or remove it.");
    }

    /// <summary>A folder that a run has written.</summary>
    /// <exception cref="RunFolderException">There is no such folder.</exception>
    public static RunFolder Open(string path) => Directory.Exists(path)
        ? new RunFolder(path, writer: null)
        : throw new RunFolderException($"{path}: there is no such folder; name one that `chaos run` has written.");

    /// <summary>A folder that a run has begun, or a new one.</summary>
    /// <exception cref="RunFolderException">The path is a file, holds something that is no run, or another run writes there.</exception>
    public static RunFolder Resume(string path) =>
        new[] { IdentityName, ScenarioName, ResultsName }.Any(name => File.Exists(Path.Combine(path, name)))
            ? new RunFolder(path, FolderLock.Take(path))
            : Create(path);

    /// <summary>Whether cells were written here.</summary>
    public bool HasResults => Has(ResultsName);

    /// <summary>What the folder is of; null where the file is missing.</summary>
    /// <exception cref="DamagedRunException">The file is not what it should be.</exception>
    public RunIdentity? ReadIdentity() => Has(IdentityName) ? Read(IdentityName, IdentityFile.Read) : null;

    /// <summary>The resolved scenario; null where the file is missing.</summary>
    public string? ReadScenario() => Has(ScenarioName) ? Read(ScenarioName, ReadText) : null;

    public void WriteIdentity(RunIdentity identity) => Write(IdentityName, stream => IdentityFile.Write(stream, identity));

    public void WriteScenario(string resolvedYaml) => WriteText(ScenarioName, resolvedYaml);

    /// <summary>Finished repetitions of a run that goes on, or of a part.</summary>
    public RepetitionStore Repetitions => new(FolderPath);

    /// <summary>The cells that are done: all files change, or none.</summary>
    /// <param name="results">The cells.</param>
    /// <param name="repetitions">Their repetitions, in the order of the files.</param>
    /// <exception cref="StorageException">The system refuses; the files are as they were.</exception>
    public void WriteCells(RunResults results, IReadOnlyList<IRepetitionRows> repetitions)
    {
        AtomicFile.WriteTogether(
            (PathOf(FlowsName), WriteFlows), (PathOf(EventsName), WriteEvents), (PathOf(TableName), WriteTable),
            (PathOf(ResultsName), stream => ResultsFile.Write(stream, results)));

        void WriteFlows(Stream stream)
        {
            FlowsCsv.Write(stream, []);
            foreach (IRepetitionRows one in repetitions) one.WriteFlows(stream);
        }

        void WriteEvents(Stream stream)
        {
            foreach (IRepetitionRows one in repetitions) one.WriteEvents(stream);
        }

        void WriteTable(Stream stream)
        {
            TableCsv.Write(stream, []);
            foreach (IRepetitionRows one in repetitions) one.WriteTable(stream);
        }
    }

    /// <summary>`results.json` alone.</summary>
    /// <exception cref="RunFolderException">The file is missing.</exception>
    /// <exception cref="DamagedRunException">The file is not what it should be.</exception>
    public RunResults ReadResults() => Read(ResultsName, ResultsFile.Read);

    public void WriteResults(RunResults results) => Write(ResultsName, stream => ResultsFile.Write(stream, results));

    /// <param name="flows">By cell in plan order, repetition, group in file order, number.</param>
    public void WriteFlows(IEnumerable<FlowRecord> flows) => Write(FlowsName, stream => FlowsCsv.Write(stream, flows));

    /// <param name="events">By cell in plan order, repetition, time.</param>
    public void WriteEvents(IEnumerable<RunEvent> events) => Write(EventsName, stream => EventsFile.Write(stream, events));

    /// <param name="samples">By cell in plan order, repetition, time.</param>
    public void WriteTable(IEnumerable<TableSample> samples) => Write(TableName, stream => TableCsv.Write(stream, samples));

    public void WriteArrow(Action<Stream> write) => Write("flows.arrow", write);

    public void WriteReport(string html) => WriteText("report.html", html);

    public void WriteSummary(string markdown) => WriteText("summary.md", markdown);

    public void WriteMetrics(string text) => WriteText("metrics.prom", text);

    public void WriteJUnit(string xml) => WriteText("junit.xml", xml);

    /// <summary>Under attachments/CELL/REPETITION/.</summary>
    public void WriteAttachment(string cell, int repetition, RunAttachment attachment)
    {
        string folder = Path.Combine(FolderPath, AttachmentsName, cell.Replace('/', '_'),
            repetition.ToString(CultureInfo.InvariantCulture));
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotWrite(folder, refused);
        }

        AtomicFile.Write(Path.Combine(folder, attachment.Name), stream => stream.Write(attachment.Content.Span));
    }

    /// <summary>Everything that a report needs, checked against each other.</summary>
    /// <exception cref="RunFolderException">A file is missing.</exception>
    /// <exception cref="DamagedRunException">A file is not what it should be.</exception>
    public RunContents Read() => Read(withRest: false);

    /// <summary>The same without events that no report shows: see <see cref="ShownDeaths"/>.</summary>
    /// <exception cref="RunFolderException">A file is missing.</exception>
    /// <exception cref="DamagedRunException">A file is not what it should be.</exception>
    public RunContents ReadForReport() => Read(withRest: false, new ShownDeaths());

    /// <summary>
    /// The same, without rows of cells that the results do not have: a run that was killed while it wrote a cell leaves such rows behind.
    /// </summary>
    /// <exception cref="RunFolderException">A file is missing.</exception>
    /// <exception cref="DamagedRunException">A file is not what it should be.</exception>
    public RunContents ReadDone() => Read(withRest: true);

    /// <summary>
    /// What can still be shown of a folder of which a file is damaged: cells whose rows are all there, and why the others are not. The
    /// verdict of such a run is unknown.
    /// </summary>
    /// <exception cref="RunFolderException">A file is missing.</exception>
    /// <exception cref="DamagedRunException">`results.json` is damaged: nothing can be told.</exception>
    public RunContents ReadWhole(DamagedRunException damage)
    {
        ArgumentNullException.ThrowIfNull(damage);
        RunResults results = Read(ResultsName, ResultsFile.Read);
        List<FlowRecord> flows = UntilDamage(FlowsName, FlowsCsv.Read);
        Dictionary<string, int> rows = flows.CountBy(flow => flow.Cell).ToDictionary(StringComparer.Ordinal);
        CellResult[] whole = [.. results.Cells.Where(cell => rows.GetValueOrDefault(cell.Id) == (cell.FlowRows ?? cell.Flows.Total))];
        HashSet<string> ids = [.. whole.Select(cell => cell.Id)];
        string told = string.Create(
            CultureInfo.InvariantCulture, $"the run folder is damaged, {whole.Length} of {results.Cells.Count} cells are whole: "
                + $"{damage.Message}");
        return new RunContents(
            Has(ScenarioName) ? Read(ScenarioName, ReadText) : "",
            results with { Cells = whole, Verdict = Survival.Verdict.Unknown, Invalid = [.. results.Invalid, told] },
            [.. flows.Where(flow => ids.Contains(flow.Cell))],
            [.. UntilDamage(EventsName, EventsFile.Read).Where(one => ids.Contains(one.Cell))])
        {
            Table = Has(TableName) ? [.. UntilDamage(TableName, TableCsv.Read).Where(one => ids.Contains(one.Cell))] : [],
            Attachments = Attachments(),
        };
    }

    private List<T> UntilDamage<T>(string name, Func<Stream, string, IEnumerable<T>> read) => Read(name, (stream, file) =>
    {
        List<T> good = [];
        try
        {
            foreach (T one in read(stream, file)) good.Add(one);
        }
        catch (DamagedRunException)
        {
            // What comes after the damage cannot be told apart from it.
        }

        return good;
    });

    private RunContents Read(bool withRest, ShownDeaths? shown = null)
    {
        RunResults results = Read(ResultsName, ResultsFile.Read);
        HashSet<string> cells = [.. results.Cells.Select(cell => cell.Id)];
        return new RunContents(
            Read(ScenarioName, ReadText),
            results,
            Read(FlowsName, (stream, file) => ReadFlows(stream, file, results, withRest, shown)),
            Read(EventsName, (stream, file) =>
                EventsFile.Read(stream, file).Where(entry => (!withRest || cells.Contains(entry.Cell)) && shown?.Needs(entry) != false)
                    .ToArray()))
        {
            Table = Has(TableName)
                ? Read(TableName, (stream, file) => TableCsv.Read(stream, file).Where(one => cells.Contains(one.Cell)).ToArray()) : [],
            Attachments = Attachments(),
        };
    }

    private string[] Attachments()
    {
        string root = PathOf(AttachmentsName);
        if (!Directory.Exists(root)) return [];
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(FolderPath, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
        ];
    }

    public void Dispose() => writer?.Dispose();

    internal static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (ArgumentException senseless)
        {
            throw new RunFolderException($"{path}: is no path of a folder; name another one with --out.", senseless);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(path, refused);
        }
    }

    private string PathOf(string name) => Path.Combine(FolderPath, name);

    private bool Has(string name) => File.Exists(PathOf(name));

    private static string ReadText(Stream stream, string file)
    {
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>A row too many or too few would change a curve without a trace: the counts must agree with the results.</summary>
    private static FlowColumns ReadFlows(Stream stream, string file, RunResults results, bool withRest, ShownDeaths? shown)
    {
        Dictionary<string, int> missing = new(StringComparer.Ordinal);
        foreach (CellResult cell in results.Cells)
            missing[cell.Id] = cell.FlowRows ?? cell.Flows.Total;

        FlowColumns flows = [];
        using FlowsReader reader = new(stream, file);
        while (reader.Next() is { } flow)
        {
            if (withRest && !missing.ContainsKey(flow.Cell)) continue;
            if (!missing.TryGetValue(flow.Cell, out int left) || left == 0)
                throw reader.Damaged($"cell '{flow.Cell}' has fewer rows in {ResultsName}, or is not there: one of the two was changed");

            missing[flow.Cell] = left - 1;
            flows.Add(flow);
            shown?.Add(flow);
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
        string path = PathOf(name);
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

    private void Write(string name, Action<Stream> write) => AtomicFile.Write(PathOf(name), write);
}
