using System.Text.Json.Serialization;
using Chaos.Runs;

namespace Chaos.Experiments.Explaining;

/// <summary>What a run folder and its seed tell about one flow.</summary>
/// <param name="Row">The row of flows.csv.</param>
public sealed record Explanation([property: JsonIgnore] FlowRecord Row)
{
    public string Cell => Row.Cell;

    public int Repetition => Row.Repetition;

    public string Flow => Row.Flow;

    public string State => Spelling.Of(Row.State);

    public string Cause => Spelling.Of(Row.Cause);

    public string Mechanism => Spelling.Of(Row.Mechanism);

    public decimal? BrokenAt => Row.BrokenAtNs is { } at ? Seconds.ToDecimal(at) : null;

    public decimal? DetectedAt => Row.DetectedAtNs is { } at ? Seconds.ToDecimal(at) : null;

    /// <summary>Events of the run folder that are about this flow: how its entries went, and faults that hit it.</summary>
    public required IReadOnlyList<RunEvent> Recorded { get; init; }

    /// <summary>What the reader must know about where this comes from.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The simulated life; null where a simulation is not that run.</summary>
    public FlowStory? Story { get; init; }

    /// <summary>The same flow and seed under another value; null where none was asked for.</summary>
    public FlowStory? Instead { get; init; }

    /// <summary>`path=value` of <see cref="Instead"/>.</summary>
    public string? InsteadOf { get; init; }
}
