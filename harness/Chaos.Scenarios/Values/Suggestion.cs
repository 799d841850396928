namespace Chaos.Scenarios.Values;

/// <summary>The known word nearest to an unknown one.</summary>
public static class Suggestion
{
    private const int LongestCharacters = 64;

    /// <summary>Null if no candidate is near: a third of the longer word may differ, two letters of a short one; case is ignored.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        if (text.Length > LongestCharacters) return null;
        (string Candidate, int Distance) nearest = candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(text.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        if (nearest.Candidate is not { } found) return null;
        int longer = Math.Max(text.Length, found.Length);
        return nearest.Distance <= Math.Clamp(longer / 2, 1, Math.Max(2, longer / 3)) && nearest.Distance < found.Length ? found : null;
    }

    /// <summary>What an error message adds: a question, or else the list of what there is.</summary>
    public static string Text(string text, IReadOnlyCollection<string> candidates) =>
        Nearest(text, candidates) is { } nearest ? $"did you mean `{nearest}`?"
        : candidates.Count == 0 ? "there is none here"
        : $"known here: {string.Join(", ", candidates)}";

    /// <summary>Levenshtein's edit distance, one row at a time.</summary>
    private static int Distance(string from, string to)
    {
        int[] row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
