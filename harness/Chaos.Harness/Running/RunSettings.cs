using Chaos.Runs;

namespace Chaos.Harness.Running;

/// <summary>How a scenario is to be run.</summary>
public sealed record RunSettings
{
    /// <summary>Cells at a time, at least 1; containers run one by one.</summary>
    public required int Jobs { get; init; }

    /// <summary>The command that runs this again.</summary>
    public required string Replay { get; init; }

    /// <summary>Cells that the folder holds already stay as they are.</summary>
    public bool Resume { get; init; }

    /// <summary>True where a control arm belongs into the run: real networks.</summary>
    public required bool WithControl { get; init; }
}

/// <summary>Hears of each cell when it is done.</summary>
public interface IRunProgress
{
    /// <param name="cell">The cell, or the control arm.</param>
    /// <param name="done">Cells done so far, this one included.</param>
    /// <param name="total">Cells planned.</param>
    void CellDone(CellResult cell, int done, int total);
}
