namespace Chaos.Experiments.Merging;

/// <summary>The folders are not the parts of one run; the message has every reason, one a line, each with its folder.</summary>
public sealed class BadPartsException(IReadOnlyList<string> reasons) : Exception(string.Join('\n', reasons));
