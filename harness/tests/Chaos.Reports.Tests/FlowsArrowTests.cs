using Apache.Arrow;
using Apache.Arrow.Ipc;
using Chaos.Runs;

namespace Chaos.Reports.Tests;

public class FlowsArrowTests
{
    [Fact]
    public void Rows_come_back_from_the_arrow_file_as_they_are_in_the_run()
    {
        RunContents run = SampleRun.Create();
        using MemoryStream stream = new();

        FlowsArrow.Write(stream, run.Flows);

        stream.Position = 0;
        using ArrowFileReader reader = new(stream);
        List<(string, int, string, long?)> back = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            StringArray cells = (StringArray)batch.Column("cell"), flows = (StringArray)batch.Column("flow");
            Int32Array repetitions = (Int32Array)batch.Column("repetition");
            Int64Array detected = (Int64Array)batch.Column("detectedAtNs");
            for (int row = 0; row < batch.Length; row++)
                back.Add((cells.GetString(row), repetitions.GetValue(row)!.Value, flows.GetString(row), detected.GetValue(row)));
        }

        Assert.Equal(run.Flows.Select(flow => (flow.Cell, flow.Repetition, flow.Flow, flow.DetectedAtNs)), back);
    }
}
