using Chaos.Runs;

namespace Chaos.Experiments.Running;

/// <summary>Is called for each cell when it is done.</summary>
public interface IRunProgress
{
    /// <param name="cell">The cell, or the control arm.</param>
    /// <param name="done">Cells done so far, this one included.</param>
    /// <param name="total">Cells planned.</param>
    void CellDone(CellResult cell, int done, int total);
}
