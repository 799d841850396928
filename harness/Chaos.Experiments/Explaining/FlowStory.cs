using System.Text.Json.Serialization;
using Chaos.Runs;

namespace Chaos.Experiments.Explaining;

/// <summary>The life of one flow on our NAT, as a simulation of its repetition shows it.</summary>
/// <param name="Row">The row of flows.csv that this simulation would write.</param>
public sealed record FlowStory([property: JsonIgnore] FlowRecord Row)
{
    /// <summary>Who talks to whom, as the NAT knows it.</summary>
    public required string Connection { get; init; }

    /// <summary>The variant or preset of the NAT.</summary>
    public required string Variant { get; init; }

    /// <summary>max_entries of its map.</summary>
    public required int MapSize { get; init; }

    /// <summary>One sentence: `dies at 12.345678 s by reset (reverseEvicted)`.</summary>
    public string Fate => Row.State switch
    {
        FlowState.Died => $"dies at {At(Row.DetectedAtNs)} by {Spelling.Of(Row.Cause)}{Mechanism}",
        FlowState.Refused => $"is refused at {At(Row.DetectedAtNs)}",
        FlowState.Censored => "is out of sight before the end",
        _ => "lives",
    };

    /// <summary>Why, sentence by sentence.</summary>
    public required IReadOnlyList<string> Why { get; init; }

    public required IReadOnlyList<LifeStep> Steps { get; init; }

    private string Mechanism => Spelling.Of(Row.Mechanism) is { Length: > 0 } mechanism ? $" ({mechanism})" : "";

    private static string At(long? nanoseconds) => nanoseconds is { } at ? $"{Seconds.Format(at)} s" : "an unknown time";
}
