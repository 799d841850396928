using Chaos.Experiments.Running;
using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>
/// What `run` tells: progress on standard error, then the table of each scenario, or one JSON document for all of them. A run that breaks
/// off shows the cells that were done, and the line that finishes it.
/// </summary>
internal sealed class RunOutput(bool json) : IRunProgress
{
    private readonly ProgressLines progress = new(Console.Error);
    private readonly ResultsText results = new();
    private string folder = "", resume = "";

    /// <param name="runFolder">Of the scenario that begins.</param>
    /// <param name="resumeLine">The command that finishes it.</param>
    public void Begin(string runFolder, string resumeLine) => (folder, resume) = (runFolder, resumeLine);

    public void CellDone(CellResult cell, int done, int total) => progress.CellDone(cell, done, total);

    public void CellGoesOn(string cell, int repetition, int repetitions, RunMoment moment) =>
        progress.CellGoesOn(cell, repetition, repetitions, moment);

    /// <exception cref="StorageException">Standard output takes nothing; the run folder is complete.</exception>
    public void Finished(RunContents contents)
    {
        try
        {
            Show(contents);
        }
        catch (StorageException)
        {
            Console.Error.WriteLine($"chaos: the run is complete, in {folder}");
            throw;
        }
    }

    public void Stopped(RunContents contents)
    {
        if (contents.Results.Cells.Count > 0) Show(contents);
        Console.Error.WriteLine($"chaos: finish it with: {resume}");
    }

    public void PrintDocument(bool asArray) => results.Print(asArray);

    private void Show(RunContents contents)
    {
        if (json) results.Add(contents.Results);
        else SummaryTable.Print(contents, Path.Combine(folder, "report.html"));
    }
}
