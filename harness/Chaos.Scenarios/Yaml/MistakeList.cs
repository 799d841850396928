namespace Chaos.Scenarios.Yaml;

/// <summary>Every mistake found so far, each of them once.</summary>
internal sealed class MistakeList
{
    private readonly OrderedDictionary<Mistake, Mistake> mistakes = [];

    public bool IsEmpty => mistakes.Count == 0;

    /// <summary>Cells of a matrix repeat what they share: the same mistake counts once.</summary>
    public void Add(Origin origin, string reason)
    {
        Mistake mistake = new(origin.File, origin.Line, origin.Column, reason);
        mistakes.TryAdd(mistake, mistake);
    }

    /// <summary>The file's by position, then those of the other layers.</summary>
    public IReadOnlyList<Mistake> Ordered() =>
        [.. mistakes.Values.OrderBy(mistake => mistake.Line == 0).ThenBy(mistake => mistake.Line).ThenBy(mistake => mistake.Column)];
}
