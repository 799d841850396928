using Chaos.Faults;
using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Worlds;

/// <summary>What one run left behind, in any world. Times are nanoseconds since the epoch of the run.</summary>
public sealed record RunOutcome
{
    /// <summary>A note: the table was not full at t = 0.</summary>
    public const string NotWarmedUp = "the warm-up ended at its bound, before the map was full";

    /// <summary>The moment t = 0.</summary>
    public long Zero { get; init; }

    public required FlowLog Flows { get; init; }

    /// <summary>How the NAT lost flows; empty where the target does not explain it.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>As carried out: exactly as planned in virtual time, as it really was in real time.</summary>
    public IReadOnlyList<FaultRecord> Faults { get; init; } = [];

    /// <summary>The table at the end; null where the target reports none.</summary>
    public TableCounters? Table { get; init; }

    /// <summary>The table at t = 0, then after each second and at the end of the pressure; empty where the target reports none.</summary>
    public IReadOnlyList<TableCounters> TableBySecond { get; init; } = [];

    /// <summary>Packets that the node handled, warm-up included.</summary>
    public long Packets { get; init; }

    /// <summary>The short flows by pressure group, in plan order; empty if the run broke off.</summary>
    public IReadOnlyList<NewcomerGroup> Newcomers { get; init; } = [];

    /// <summary>Messages of each watched flow by its number, openings included; empty if the run broke off.</summary>
    public IReadOnlyList<FlowMessages> Messages { get; init; } = [];

    /// <summary>A hash of all packets in virtual time; null in real time.</summary>
    public ulong? Trace { get; init; }

    /// <summary>When the run broke off; what was alive then is censored. Null: it went to its end.</summary>
    public long? StoppedAt { get; init; }

    /// <summary>Why this run says nothing about a NAT: a generator that fell behind, a container that died. Empty if it is valid.</summary>
    public IReadOnlyList<string> Invalidations { get; init; } = [];

    /// <summary>What a reader should know although the run is valid.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Files for the run folder: the last state of each container, if one failed; packets.</summary>
    public IReadOnlyList<RunAttachment> Attachments { get; init; } = [];

    /// <summary>A run whose world did not come up.</summary>
    public static RunOutcome NeverStarted(RunPlan plan, WorldFailedException reason) => new()
    {
        Flows = new FlowLog(plan.Traffic.Flows.Count),
        StoppedAt = 0,
        Invalidations = [reason.Message],
        Attachments = reason.Attachments,
    };
}

/// <summary>Messages of one watched flow, as its two sides counted them.</summary>
public record struct FlowMessages(int ClientSent, int ServerReceived, int ServerSent, int ClientReceived)
{
    /// <summary>When the last message of the first life arrived at the client; null: none did.</summary>
    public long? LastAtClient { get; set; }

    /// <summary>The same at the server, or at any of them behind a node port.</summary>
    public long? LastAtServer { get; set; }

    /// <summary>Adds what one host counted.</summary>
    public void Add(Side side, in MessageCount count)
    {
        if (side == Side.Client)
        {
            ClientSent += count.Sent;
            ClientReceived += count.Received;
            LastAtClient = Later(LastAtClient, count.LastArrival);
        }
        else
        {
            ServerSent += count.Sent;
            ServerReceived += count.Received;
            LastAtServer = Later(LastAtServer, count.LastArrival);
        }
    }

    private static long? Later(long? one, long? other) => one is null || other > one ? other : one;
}
