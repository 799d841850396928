namespace Chaos.Model;

/// <summary>Messages of one watched flow on one side, openings included.</summary>
public readonly record struct MessageCount(int Flow, int Sent, int Received);
