using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Targets;
using Chaos.Targets.Csharp;

namespace Chaos.Replay.Recordings;

/// <summary>Our own target, with a writer beside it: one simulated run becomes a recording.</summary>
/// <param name="writer">Receives the run; the caller completes it.</param>
/// <param name="source">What is recorded, in words.</param>
public sealed class RecordingTarget(RecordingWriter writer, string source) : ISimulatedTarget
{
    private readonly CsharpTarget own = new();
    private RecordedDatapath? datapath;

    /// <remarks>A scenario names `csharp`, and gets this instead.</remarks>
    public string Name => own.Name;

    public string Description => own.Description;

    public bool Translates => own.Translates;

    /// <summary>What a recording can hold: packets, deletions of single entries, and the egress address.</summary>
    public CapabilitySet InSimulation => own.InSimulation
        .Without(Capability.ReplaceTable, "cannot be recorded: a recording has one map from its beginning to its end")
        .Without(Capability.OccupyTable, "cannot be recorded: a recording holds packets, not entries that are written without one")
        .Without(Capability.ChangePorts, "cannot be recorded: a recording has one range of ports")
        .Without(Capability.CollectGarbage, "cannot be recorded: a recording has no conntrack");

    public Capability TableNeeds(NatOptions options) => own.TableNeeds(options);

    public INatDatapath CreateDatapath(NatOptions options, IMapEngine engine)
    {
        if (datapath is not null) throw new InvalidOperationException("a recording is of one run");
        writer.Configure(options, source);
        return datapath = new RecordedDatapath(options, engine, writer);
    }

    /// <summary>The run is over: the entries of the map end the recording.</summary>
    public void Finish() => datapath?.Finish();
}
