using System.Globalization;
using Chaos.Replay.Recordings;

namespace Chaos.Cli.Output;

/// <summary>The replay of a recording on the terminal.</summary>
internal static class ReplayText
{
    /// <summary>Of entries that differ, on each side; `--json` has all.</summary>
    private const int MostEntries = 5;

    public static void Print(PacketReplayResult result)
    {
        string count = string.Create(
            CultureInfo.InvariantCulture, $"{result.Agree:N0} of {result.Lines:N0} lines agree ({result.Variant})");
        Console.Out.WriteLine($"{result.File}: {count}");
        if (result.First is not { } first) return;
        Console.Out.WriteLine($"  first difference at line {first.Line}");
        Console.Out.WriteLine($"    expected  {first.Expected}");
        Console.Out.WriteLine($"    got       {first.Got}");
        Print("missing here", first.EntriesMissing);
        Print("only here", first.EntriesExtra);
    }

    private static void Print(string what, IReadOnlyList<string> entries)
    {
        foreach (string entry in entries.Take(MostEntries)) Console.Out.WriteLine($"    {what}: {entry}");
        if (entries.Count > MostEntries) Console.Out.WriteLine($"    {what}: {entries.Count - MostEntries} more");
    }
}
