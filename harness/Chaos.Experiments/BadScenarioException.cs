using Chaos.Scenarios;

namespace Chaos.Experiments;

/// <summary>A scenario has mistakes; the message has all of them, one a line.</summary>
public sealed class BadScenarioException(IReadOnlyList<Mistake> mistakes) : Exception(string.Join('\n', mistakes))
{
    public IReadOnlyList<Mistake> Mistakes { get; } = mistakes;
}
