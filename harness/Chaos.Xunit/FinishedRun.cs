using Chaos.Experiments;
using Chaos.Runs;

namespace Chaos.Xunit;

/// <summary>A run, and the files of its folder that tests attach.</summary>
internal sealed record FinishedRun(ExperimentResult Result, byte[] Report, byte[] Results)
{
    public static FinishedRun Of(ExperimentResult result)
    {
        string folder = result.Folder!.FolderPath;
        return new FinishedRun(
            result, File.ReadAllBytes(Path.Combine(folder, "report.html")), File.ReadAllBytes(Path.Combine(folder, "results.json")));
    }

    /// <summary>Rows of `flows.csv`.</summary>
    public static byte[] Csv(IEnumerable<FlowRecord> flows)
    {
        using MemoryStream stream = new();
        FlowsCsv.Write(stream, flows);
        return stream.ToArray();
    }
}
