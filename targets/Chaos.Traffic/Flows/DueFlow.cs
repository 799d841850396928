namespace Chaos.Traffic.Flows;

/// <summary>An entry of the timers: a flow that an engine must handle.</summary>
/// <param name="EngineNumber">The engine that handles it.</param>
/// <param name="LocalIndex">The flow's index in that engine.</param>
public readonly record struct DueFlow(int EngineNumber, int LocalIndex);
