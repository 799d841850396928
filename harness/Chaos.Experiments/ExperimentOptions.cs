using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Simulation;

namespace Chaos.Experiments;

/// <summary>Where and how experiments run.</summary>
public sealed record ExperimentOptions
{
    /// <summary>Null: what the scenario says, or else the default. A scenario that names its own world takes no other.</summary>
    public WorldKind? World { get; init; }

    /// <summary>Where the tables of a simulated NAT live.</summary>
    public MapEngineKind MapEngine { get; init; } = MapEngineKind.Own;

    /// <summary>The run folder to write; null: the results stay in memory.</summary>
    public string? Folder { get; init; }

    /// <summary>Finishes the run that the folder holds: cells that are done stay as they are.</summary>
    public bool Resume { get; init; }

    /// <summary>Cells at a time, at least 1; a real world runs them one by one.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Keeps the last packets of each flow that dies in the run folder.</summary>
    public bool KeepPackets { get; init; }

    /// <summary>The command that runs this again; for the report.</summary>
    public string Replay { get; init; } = "";

    /// <summary>Called after each cell.</summary>
    public IRunProgress? Progress { get; init; }

    /// <summary>The clock of the harness; virtual time has its own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
