using System.Globalization;
using Chaos.Model;
using Chaos.Replay;

namespace Chaos.Cli.Output;

/// <summary>The replay of a map trace on the terminal.</summary>
internal static class MapReplayText
{
    public static void Print(ReplayResult result, int steps, MapOptions shape, bool withKeys)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{steps:N0} operations on {shape.Size:N0} entries: {result.Keys.Count:N0} survive, {result.Evicted.Count:N0} evicted, "
            + $"{result.Errors.Count:N0} refused"));
        foreach (IGrouping<string, ReplayError> errors in result.Errors.GroupBy(error => error.Error).OrderBy(same => same.Key))
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {errors.Key}: {errors.Count():N0}, first at line {errors.First().Line}"));
        }

        if (result.Identical is { } identical)
            Console.Out.WriteLine(identical ? "the kernel agrees" : "the kernel differs; --json has both sides");
        if (!withKeys) return;
        Console.Out.WriteLine($"survivors: {string.Join(' ', result.Keys)}");
        Console.Out.WriteLine($"evicted: {string.Join(' ', result.Evicted)}");
        Console.Out.WriteLine($"refused: {string.Join(' ', result.Errors.Select(error => $"{error.Line}:{error.Error}"))}");
    }
}
