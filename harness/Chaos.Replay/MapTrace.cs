using System.Globalization;

namespace Chaos.Replay;

/// <summary>Reads an operation trace: one `CPU OP KEY` a line; `#` starts a comment, empty lines are skipped.</summary>
public static class MapTrace
{
    /// <summary>The most mistakes that are reported; a file with more is probably no trace.</summary>
    private const int MistakesTold = 20;

    private static readonly string[] Actions = [.. Enum.GetNames<MapAction>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads the steps; adds mistakes, with file and line, to a list.</summary>
    /// <param name="file">Its path, as messages show it.</param>
    /// <param name="possibleCpus">A step on another CPU is a mistake.</param>
    /// <param name="mistakes">Receives at most 20; with any, the steps are not complete.</param>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static List<MapStep> Read(string file, int possibleCpus, ICollection<string> mistakes)
    {
        using FileStream stream = File.OpenRead(file);
        return Read(stream, file, possibleCpus, mistakes);
    }

    /// <summary>The same of a stream, such as standard input.</summary>
    public static List<MapStep> Read(Stream stream, string file, int possibleCpus, ICollection<string> mistakes)
    {
        List<MapStep> steps = [];
        using StreamReader reader = new(stream, leaveOpen: true);
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (mistakes.Count == MistakesTold) break;
            ReadOnlySpan<char> content = text.AsSpan(
                0, text.IndexOf('#', StringComparison.Ordinal) is >= 0 and int comment ? comment : text.Length).Trim();
            if (content.IsEmpty) continue;
            if (MistakeIn(content, line, possibleCpus, out MapStep step) is { } mistake) mistakes.Add($"{file}:{line}: {mistake}");
            else steps.Add(step);
        }

        return steps;
    }

    private static string? MistakeIn(ReadOnlySpan<char> content, int line, int possibleCpus, out MapStep step)
    {
        step = default;
        string[] words = content.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 3) return $"a line is CPU OP KEY, three words; here are {words.Length}";
        if (!int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int cpu))
            return $"'{Short(words[0])}' is no CPU number";
        if (cpu >= possibleCpus) return $"there is no CPU {cpu}: possible are 0 to {possibleCpus - 1}; see --possible-cpus";
        int action = Array.IndexOf(Actions, words[1]);
        if (action < 0) return $"'{Short(words[1])}' is no operation; there are {string.Join(", ", Actions)}";
        if (!ulong.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out ulong key))
            return $"'{Short(words[2])}' is no key: a decimal number below 2^64";
        step = new MapStep(cpu, (MapAction)action, key, line);
        return null;
    }

    /// <summary>Of a file that is no trace at all, a line can be anything.</summary>
    private static string Short(string word) =>
        new([.. (word.Length <= 24 ? word : word[..24] + "...").Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
