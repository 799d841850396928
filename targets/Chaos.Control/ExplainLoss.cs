namespace Chaos.Control;

/// <summary>
/// Harness to node, where the NAT knows of a loss only by looking: an endpoint holds this flow for dead. Answered by
/// <see cref="LossExplained"/> if an entry of the flow is missing.
/// </summary>
/// <param name="Flow">A watched connection.</param>
/// <param name="DiedAt">When the endpoint noticed.</param>
public sealed record ExplainLoss(int Flow, long DiedAt) : ControlMessage;
