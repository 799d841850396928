using Chaos.Experiments.Running;
using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>
/// What `run` tells: progress on standard error, then the table of each scenario, or one JSON document for all of them. A run that breaks
/// off shows the cells that were done, and the line that finishes it.
/// </summary>
/// <param name="json">One document instead of tables.</param>
/// <param name="talk">How much is said of the progress.</param>
internal sealed class RunOutput(bool json, Talk talk = Talk.Usual) : IRunProgress
{
    private readonly LiveBlock? live = talk == Talk.Usual && !Console.IsErrorRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        ? new LiveBlock(TimeProvider.System) : null;

    private readonly ProgressLines lines = new(Console.Error, talk);
    private readonly ResultsText results = new();
    private string folder = "", resume = "";
    private RunResults? brokenOff;

    /// <param name="runFolder">Of the scenario that begins.</param>
    /// <param name="resumeLine">The command that finishes it.</param>
    public void Begin(string runFolder, string resumeLine) => (folder, resume) = (runFolder, resumeLine);

    public TimeSpan Pause => Progress.Pause;

    private IRunProgress Progress => live is null ? lines : live;

    public void CellDone(CellResult cell, int done, int total) => Progress.CellDone(cell, done, total);

    public void CellGoesOn(string cell, int repetition, int repetitions, RunMoment moment) =>
        Progress.CellGoesOn(cell, repetition, repetitions, moment);

    /// <summary>Runs a scenario; on a terminal a block shows how far it is.</summary>
    /// <param name="name">Of the scenario.</param>
    /// <param name="cells">Planned.</param>
    /// <param name="work">The run.</param>
    public async Task<T> WatchAsync<T>(string name, int cells, Func<Task<T>> work)
    {
        if (live is null) return await work();
        try
        {
            return await live.ShowAsync(name, cells, work);
        }
        finally
        {
            // The block is gone from the terminal: there is room for what was done before the run broke off.
            if (brokenOff is { } results) ShowStopped(results);
            brokenOff = null;
        }
    }

    /// <exception cref="StorageException">Standard output takes nothing; the run folder is complete.</exception>
    public void Finished(RunContents contents)
    {
        try
        {
            Show(contents.Results);
        }
        catch (StorageException)
        {
            Console.Error.WriteLine($"chaos: the run is complete, in {folder}");
            throw;
        }
    }

    public void Stopped(RunResults stopped)
    {
        if (live is null) ShowStopped(stopped);
        else brokenOff = stopped;
    }

    private void ShowStopped(RunResults stopped)
    {
        if (stopped.Cells.Count > 0) Show(stopped);
        Console.Error.WriteLine($"chaos: finish it with: {resume}");
    }

    public void PrintDocument(bool asArray) => results.Print(asArray);

    private void Show(RunResults shown)
    {
        if (json) results.Add(shown);
        else SummaryTable.Print(shown, Path.Combine(folder, "report.html"));
    }
}
