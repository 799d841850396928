using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Control;

/// <summary>Harness to program: carry out one act of a fault now.</summary>
public sealed record InjectFault : ControlMessage
{
    /// <summary>Comes back in <see cref="FaultDone.Number"/>.</summary>
    public required int Number { get; init; }

    public required FaultOrder Order { get; init; }
}

/// <summary>Program to harness: an act as it was carried out.</summary>
public sealed record FaultDone : ControlMessage
{
    public required int Number { get; init; }

    public required long At { get; init; }

    public required FaultReport Report { get; init; }
}

/// <summary>Node to harness: a packet of a watched flow met the loss of an entry. It explains a death, it never decides one.</summary>
public sealed record LossExplained : ControlMessage
{
    public required Incident Incident { get; init; }
}
