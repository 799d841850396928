using Chaos.Core;
using Chaos.Model;

namespace Chaos.Traffic.Pressure;

/// <summary>The start times of one client's short flows in one pressure group.</summary>
/// <remarks>The clients share the rate of the group: flow n belongs to client n modulo the number of clients.</remarks>
/// <param name="plan">The group.</param>
/// <param name="client">The number of the client.</param>
/// <param name="tally">Where its flows are counted.</param>
internal sealed class Arrivals(PressurePlan plan, int client, NewcomerTally tally)
{
    public RandomStream Random = new(plan.Seed, $"pressure/client-{client}");
    private long number = client;
    private long startedAt;

    public PressurePlan Plan { get; } = plan;

    public NewcomerTally Tally { get; } = tally;

    /// <summary>No flow starts from then on.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <summary>When the next flow starts. Stored, because reads are far more frequent than changes.</summary>
    public long Next { get; private set; } = long.MaxValue;

    public void Start(long at)
    {
        startedAt = at;
        Advance(0);
    }

    public void Advance(int clients)
    {
        long due = startedAt + Plan.Rate.StartOf(number += clients);
        Next = due < Until ? due : long.MaxValue;
    }
}
