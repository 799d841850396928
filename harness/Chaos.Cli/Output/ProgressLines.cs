using System.Globalization;
using Chaos.Experiments.Running;
using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>One line for each cell that is done; where all is to be said, one every few seconds for each that goes on, too.</summary>
internal sealed class ProgressLines(TextWriter writer, Talk talk) : IRunProgress
{
    public void CellGoesOn(string cell, int repetition, int repetitions, RunMoment moment)
    {
        if (talk != Talk.Verbose) return;
        string packets = moment.PacketsPerSecond > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{moment.PacketsPerSecond:N0} packets/s, ")
            : "";
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {cell}, repetition {repetition} of {repetitions}: {moment.Seconds:N0} of about {moment.OfSeconds:N0} s of its time, "
            + $"{packets}about {moment.SecondsLeft:N0} s left"));
    }

    public void CellDone(CellResult cell, int done, int total)
    {
        if (talk == Talk.Quiet) return;
        string groups = string.Join(", ", cell.Groups.Select(group => $"{group.Name} {ShareText.Percent(group.Survival.Estimate)}"));
        string newcomers = cell.Pressure?.FailedEstimate is { } failed ? $", newcomers failing {ShareText.Percent(failed)}" : "";
        string pressure = cell.UnderPressure || cell.IsControl ? "" : ", not under pressure";
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"[{done}/{total}] {cell.Id}: {groups}{newcomers}{pressure} ({cell.WallSeconds:0.0} s)"));
    }
}
