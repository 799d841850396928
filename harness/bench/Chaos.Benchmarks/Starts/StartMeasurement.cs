using System.Globalization;
using Chaos.Containers;
using static Chaos.Benchmarks.Bars;

namespace Chaos.Benchmarks.Starts;

/// <summary>
/// `measure start`: from the command `./chaos run` in containers to the first packet of a flow, as the host's own network sees it, and from
/// Ctrl-C to the end of the process, by when the containers are gone.
/// </summary>
internal sealed class StartMeasurement(TimeProvider time)
{
    private const int Rounds = 5;
    private const int Unavailable = 69;
    private const double FirstPacketBar = 5, TeardownBar = 5;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    /// <summary>With the build of both images.</summary>
    private static readonly TimeSpan LongestFirstStart = TimeSpan.FromMinutes(15);

    private readonly Bars bars = new();

    /// <summary>The process's exit code: 1 if a bar was missed, 69 if nothing could be measured.</summary>
    /// <param name="scenario">A path from the repository's root.</param>
    public async Task<int> RunAsync(string scenario)
    {
        try
        {
            if (Environment.UserName != "root") throw new NotMeasuredException("only root sees the packets", "sudo, and the same command");
            StartRound round = new(Root(), time);
            await round.BuildAsync();
            // The first round builds the images; it does not count.
            List<(TimeSpan Start, TimeSpan Teardown)> measured = [await round.MeasureAsync(scenario, LongestFirstStart)];
            while (measured.Count <= Rounds) measured.Add(await round.MeasureAsync(scenario, LongestStart));

            Print("command-to-first-packet", [.. measured.Select(one => one.Start.TotalSeconds)], FirstPacketBar);
            Print("interrupt-to-end", [.. measured.Select(one => one.Teardown.TotalSeconds)], TeardownBar);
            return bars.ExitCode;
        }
        catch (Exception refused) when (refused is NotMeasuredException or DockerUnavailableException)
        {
            Console.Error.WriteLine(refused.Message);
            return Unavailable;
        }
    }

    private void Print(string name, List<double> seconds, double bar)
    {
        double median = Median(seconds);
        string each = string.Join(' ', seconds.Skip(1).Select(one => one.ToString("0.00", CultureInfo.InvariantCulture)));
        Line($"{name} ours={median:0.00} s each={each} info=bar-{bar:0}-s");
        bars.Check(median < bar, $"{name} misses its bar of {bar:0} s");
    }

    private static string Root()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chaos.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("no Chaos.sln above the program");
        return folder.FullName;
    }
}
