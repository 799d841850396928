namespace Chaos.Model;

/// <summary>A flow that a run watches, by the tuple that the NAT knows it by.</summary>
/// <param name="Flow">Its number in the plan.</param>
/// <param name="Connection">From the client to the server; behind a node port, to the pod that serves it.</param>
public readonly record struct WatchedFlow(int Flow, FiveTuple Connection);
