using Chaos.Model;
using Chaos.Nat.Snat;
using Chaos.Runs;

namespace Chaos.Experiments.Explaining;

/// <summary>What happened to one flow so far. Times are nanoseconds since the epoch until the run is over.</summary>
/// <remarks>Packets that find all that they look for are counted and not kept, so a long life needs no more room than a short
/// one.</remarks>
internal sealed class FlowTrail(FiveTuple connection)
{
    private readonly List<LifeStep> steps = [];
    private readonly Dictionary<MappingHalf, long> lastUse = [];
    private (long From, long Until, long Out, long In) quiet;

    public FiveTuple Connection { get; } = connection;

    /// <summary>The steps with the epoch moved to t = 0, in order.</summary>
    public IReadOnlyList<LifeStep> Finish(long zero)
    {
        EndQuiet();
        return
        [
            .. steps.Select(step => step with
            {
                TimeNs = step.TimeNs - zero,
                Until = step.Until is null ? null : step.Until - Seconds.ToDecimal(zero),
            }),
        ];
    }

    public void Add(LifeStep step)
    {
        EndQuiet();
        steps.Add(step);
    }

    /// <summary>A packet of this flow, or one that touched its entries.</summary>
    public void AddPacket(long now, bool isEgress, string packet, IReadOnlyList<Touch> touches, string verdict)
    {
        if (verdict == "forward" && touches.All(touch => touch.What == Touch.Found))
        {
            if (quiet == default) quiet.From = now;
            quiet = (quiet.From, now, quiet.Out + (isEgress ? 1 : 0), quiet.In + (isEgress ? 0 : 1));
            return;
        }

        Add(new LifeStep
        {
            TimeNs = now, Kind = LifeStepKind.Packet, Way = isEgress ? "out" : "in", Packet = packet, Touches = touches, Verdict = verdict,
        });
    }

    /// <summary>The entry was looked up, which marks it, or was written.</summary>
    public void Use(MappingHalf half, long now) => lastUse[half] = now;

    public decimal? IdleSince(MappingHalf half, long now) =>
        lastUse.TryGetValue(half, out long used) ? Seconds.ToDecimal(now - used) : null;

    private void EndQuiet()
    {
        if (quiet == default) return;
        steps.Add(new LifeStep
        {
            TimeNs = quiet.From, Kind = LifeStepKind.Quiet, Until = Seconds.ToDecimal(quiet.Until), PacketsOut = quiet.Out,
            PacketsIn = quiet.In,
        });
        quiet = default;
    }
}
