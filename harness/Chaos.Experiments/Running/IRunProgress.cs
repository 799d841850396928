using Chaos.Runs;

namespace Chaos.Experiments.Running;

/// <summary>Is called for each cell when it is done, or when a resumed run finds it done.</summary>
public interface IRunProgress
{
    /// <summary>How often it wants to be told how far a repetition is, in real time.</summary>
    TimeSpan Pause => TimeSpan.FromSeconds(5);

    /// <param name="cell">The cell, or the control arm.</param>
    /// <param name="done">Cells done so far, this one included.</param>
    /// <param name="total">Cells planned.</param>
    void CellDone(CellResult cell, int done, int total);

    /// <summary>Is called every <see cref="Pause"/> while a repetition runs, from any thread.</summary>
    /// <param name="cell">Its id.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="repetitions">Of the cell.</param>
    /// <param name="moment">How far it is.</param>
    void CellGoesOn(string cell, int repetition, int repetitions, RunMoment moment)
    {
    }

    /// <summary>Is called for each repetition that has run, from any thread.</summary>
    void RepetitionDone(RepetitionReport report)
    {
    }

    /// <summary>Is called when a run breaks off.</summary>
    /// <param name="results">The cells that were done.</param>
    void Stopped(RunResults results)
    {
    }
}
