using Chaos.Model;

namespace Chaos.Scenarios;

/// <summary>Long-lived flows of one description, each of them watched.</summary>
public sealed record FlowGroup
{
    public required string Name { get; init; }

    public required int Count { get; init; }

    /// <summary>The flows open at drawn moments inside this time.</summary>
    public required TimeSpan OpenOver { get; init; }

    /// <summary>The server hosts that its flows draw from; null: all.</summary>
    public IReadOnlyList<int>? Servers { get; init; }

    /// <summary>The port of the servers; null: the scenario's ports.</summary>
    public ushort? Port { get; init; }

    /// <summary>At least one; each flow has one of them, drawn by weight.</summary>
    public required IReadOnlyList<FlowShape> Shapes { get; init; }

    /// <summary>0 to 1: the part of the group's flows that has this shape, in the mean.</summary>
    public double ShareOf(FlowShape shape) => (double)shape.Weight / Shapes.Sum(each => each.Weight);
}

/// <summary>One kind of flow in a group: what all of its flows share, and what each of them draws.</summary>
public sealed record FlowShape
{
    /// <summary>Against the other shapes of the group, at least 1.</summary>
    public required int Weight { get; init; }

    /// <summary>What its flows share, as a run has it.</summary>
    public required GroupPlan Plan { get; init; }

    /// <summary>Period of the client's messages; null is `never`.</summary>
    public required PeriodSpread? ClientEvery { get; init; }

    /// <summary>Period of the server's messages; null is `never`.</summary>
    public required PeriodSpread? ServerEvery { get; init; }

    /// <summary>Bytes of a message, drawn once per flow.</summary>
    public required PayloadRange Payload { get; init; }
}

/// <summary>Bytes, both ends included.</summary>
public readonly record struct PayloadRange(int MinimumBytes, int MaximumBytes);
