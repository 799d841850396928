namespace Chaos.Runs;

/// <summary>The finished repetitions of a run folder, each in its own file: what a killed run goes on from, and what parts of a run are
/// merged from.</summary>
public sealed class RepetitionStore
{
    public const string FolderName = "repetitions";

    private const string Suffix = ".part";

    private readonly string folder;

    internal RepetitionStore(string runFolder) => folder = Path.Combine(runFolder, FolderName);

    public bool Any => Directory.Exists(folder) && Directory.EnumerateFiles(folder, $"*{Suffix}").Any();

    /// <summary>Writes one; an earlier one of the name is replaced.</summary>
    /// <exception cref="StorageException">The system refuses.</exception>
    public RepetitionFile Keep(
        string name, RepetitionFacts facts, IEnumerable<FlowRecord> flows, IEnumerable<RunEvent> events, IEnumerable<TableSample> table)
    {
        RunFolder.MakeFolder(folder);
        return RepetitionFile.Write(PathOf(name), facts, flows, events, table);
    }

    /// <summary>Null: there is none, or it is not whole, as after a loss of power; then it is to be run again.</summary>
    public RepetitionFile? Find(string name)
    {
        try
        {
            return Has(name) ? Open(name) : null;
        }
        catch (DamagedRunException)
        {
            return null;
        }
    }

    public bool Has(string name) => File.Exists(PathOf(name));

    /// <exception cref="DamagedRunException">It is not whole.</exception>
    /// <exception cref="RunFolderException">It cannot be read.</exception>
    public RepetitionFile Open(string name) => RepetitionFile.Open(PathOf(name));

    /// <summary>Deletes all: the files of the run have what they had.</summary>
    public void Clear()
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotWrite(folder, refused);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + Suffix);
}
