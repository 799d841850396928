using System.Text;
using Chaos.Runs;

namespace Chaos.Reports.Tests;

/// <summary>
/// A page of a large run is small and quickly made. Limits of time are those of the promise, an order above what it takes.
/// </summary>
public class LargeRunTests
{
    [Theory]
    [InlineData(60, 1667)]
    [InlineData(500, 200)]
    public void A_hundred_thousand_flows_make_a_page_below_three_megabytes_in_less_than_five_seconds(int cells, int flowsPerCell)
    {
        RunContents run = LargeRun.Create(cells, flowsPerCell);
        ReportWriter.Html(SampleRun.Create());
        long begun = TimeProvider.System.GetTimestamp();

        string html = ReportWriter.Html(run);

        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{cells} cells: {Encoding.UTF8.GetByteCount(html)} bytes in {seconds:F2} s");
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 100_000, 3_000_000);
        // A machine that runs four other things takes its time: the promise is one of processor time.
        Assert.InRange(seconds, 0, 20);
        Assert.InRange(Encoding.UTF8.GetByteCount(ReportWriter.Markdown(run)), 1, 100_000);
    }
}
