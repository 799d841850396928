using System.Globalization;
using Chaos.Experiments.Running;
using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>One line for each cell that is done.</summary>
internal sealed class ProgressLines(TextWriter writer) : IRunProgress
{
    public void CellDone(CellResult cell, int done, int total)
    {
        string groups = string.Join(", ", cell.Groups.Select(group => $"{group.Name} {ShareText.Percent(group.Survival.Estimate)}"));
        string newcomers = cell.Pressure?.FailedEstimate is { } failed ? $", newcomers failing {ShareText.Percent(failed)}" : "";
        string pressure = cell.UnderPressure || cell.IsControl ? "" : ", not under pressure";
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"[{done}/{total}] {cell.Id}: {groups}{newcomers}{pressure} ({cell.WallSeconds:0.0} s)"));
    }
}
