using Chaos.Model;
using Chaos.Replay.Witnessing;
using Chaos.Targets;

namespace Chaos.Replay.Recordings;

/// <summary>Our own target, with a writer beside it: one simulated run becomes a recording.</summary>
/// <param name="writer">Receives the run; the caller completes it.</param>
/// <param name="source">What is recorded, in words.</param>
public sealed class RecordingTarget(RecordingWriter writer, string source)
    : WitnessedTarget(options => new RecordingWitness(options, writer, source))
{
    /// <summary>What a recording can hold: packets, deletions of single entries, and the egress address.</summary>
    public override CapabilitySet InSimulation => base.InSimulation
        .Without(Capability.ReplaceTable, "cannot be recorded: a recording has one map from its beginning to its end")
        .Without(Capability.OccupyTable, "cannot be recorded: a recording holds packets, not entries that are written without one")
        .Without(Capability.ChangePorts, "cannot be recorded: a recording has one range of ports")
        .Without(Capability.CollectGarbage, "cannot be recorded: a recording has no conntrack");

    /// <summary>The run is over: the entries of the map end the recording.</summary>
    public void Finish()
    {
        if (Datapath is { } datapath) writer.Entries(datapath.Map);
    }
}
