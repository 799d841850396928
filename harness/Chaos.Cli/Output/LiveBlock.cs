using System.Collections.Concurrent;
using System.Globalization;
using Chaos.Experiments.Running;
using Chaos.Model;
using Chaos.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Chaos.Cli.Output;

/// <summary>One block on a terminal that shows how far a run is: drawn anew a few times a second, gone when the run is over.</summary>
internal sealed class LiveBlock(TimeProvider time) : IRunProgress
{
    private const int MostRunning = 4, BarWidth = 30, LongestCell = 60;

    /// <summary>Four times a second: often enough to look alive, and rarely enough for a slow line.</summary>
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, (int Repetition, int Repetitions, RunMoment Moment)> running =
        new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<CellResult> done = new();
    private long begun;
    private int doneCount, total;
    private string title = "";

    public TimeSpan Pause => Redraw;

    public void CellDone(CellResult cell, int cells, int of)
    {
        (doneCount, total) = (cells, of);
        running.TryRemove(cell.Id, out _);
        if (!cell.IsControl) done.Enqueue(cell);
    }

    public void CellGoesOn(string cell, int repetition, int repetitions, RunMoment moment) =>
        running[cell] = (repetition, repetitions, moment);

    /// <summary>Shows the block while the work goes on.</summary>
    /// <param name="name">Of the scenario.</param>
    /// <param name="cells">Planned.</param>
    /// <param name="work">The run.</param>
    public async Task<T> ShowAsync<T>(string name, int cells, Func<Task<T>> work)
    {
        (title, doneCount, total, begun) = (name, 0, cells, time.GetTimestamp());
        running.Clear();
        done.Clear();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Live(Render()).AutoClear(true).StartAsync(async context =>
        {
            Task<T> run = Task.Run(work);
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Task.Delay(Redraw, time, CancellationToken.None));
                context.UpdateTarget(Render());
            }

            return await run;
        });
    }

    /// <summary>The block as it is now.</summary>
    public IRenderable Render() => new Rows([Head(), .. Running(), .. Done()]);

    private Text Head()
    {
        TimeSpan elapsed = time.GetElapsedTime(begun);
        double share = total == 0 ? 0 : (doneCount + running.Values.Sum(ShareOf)) / total;
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        string left = share > 0.02 ? string.Create(
            CultureInfo.InvariantCulture, $", about {elapsed.TotalSeconds * (1 - share) / share:N0} s left") : "";
        return new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{title} [{new string('#', full)}{new string('.', BarWidth - full)}] {doneCount} of {total} cells, "
                + $"{elapsed.TotalSeconds:N0} s{left}"));
    }

    private static double ShareOf((int Repetition, int Repetitions, RunMoment Moment) one) =>
        (one.Repetition - 1 + (one.Moment.OfSeconds > 0 ? one.Moment.Seconds / one.Moment.OfSeconds : 0)) / Math.Max(1, one.Repetitions);

    private IEnumerable<IRenderable> Running()
    {
        foreach ((string cell, (int repetition, int repetitions, RunMoment moment)) in
            running.OrderBy(one => one.Key, StringComparer.Ordinal).Take(MostRunning))
        {
            string fill = moment.Fill is { } share ? $", table {ShareText.Percent(share)} full" : "";
            string name = cell.Length > LongestCell ? $"{cell[..(LongestCell - 1)]}…" : cell;
            yield return new Text(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name}: run {repetition} of {repetitions}, {moment.Seconds:N0} of {moment.OfSeconds:N0} s, "
                    + $"{ShareText.Percent(moment.Alive)} alive{fill}"));
        }
    }

    /// <summary>
    /// What the cells that are done show, by variant: the worst group and the newcomers of each, and all deaths by cause.
    /// </summary>
    private IEnumerable<IRenderable> Done()
    {
        foreach (IGrouping<string, CellResult> variant in done.GroupBy(VariantOf))
        {
            double? worst = variant.SelectMany(cell => cell.Groups).Min(group => group.Survival.Estimate);
            double? failing = variant.Max(cell => cell.Pressure?.FailedEstimate);
            string newcomers = failing is null ? "" : $", newcomers failing up to {ShareText.Percent(failing)}";
            string causes = string.Join(", ", Spelling.All<DeathCause>()
                .Select((name, place) => (Name: name, Count: variant.Sum(cell => cell.Causes.ByName.ElementAt(place).Count)))
                .Where(cause => cause.Count > 0).Select(cause => $"{cause.Name} {cause.Count}"));
            yield return new Text(
                $"  {variant.Key}: {variant.Count()} done, worst group {ShareText.Percent(worst)} "
                    + $"alive{newcomers}{(causes.Length > 0 ? $"; {causes}" : "")}");
        }
    }

    private static string VariantOf(CellResult cell) =>
        cell.Axes.FirstOrDefault(axis => axis.Key is "variant" or "nat.variant").Value ?? cell.Target;
}
