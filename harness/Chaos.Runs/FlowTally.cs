using Chaos.Model;
using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>Flows of one cell or group, counted one at a time.</summary>
/// <param name="durationSeconds">Of the run, from t = 0.</param>
internal sealed class FlowTally(double durationSeconds)
{
    private readonly EnumCounts<FlowState> states = new();
    private readonly List<Lives> repetitions = [];

    public EnumCounts<DeathCause> Causes { get; } = new();

    public EnumCounts<Mechanism> Mechanisms { get; } = new();

    public long Died => states[FlowState.Died];

    private int Total => repetitions.Sum(lives => lives.Total);

    /// <summary>At the end of the run, with an interval of the level.</summary>
    public SurvivalEstimate SurvivalAt(double level) => SurvivalEstimate.Of(
        durationSeconds,
        Lives.Sum(repetitions).SurvivalAt(durationSeconds),
        [.. repetitions.Select(lives => lives.SurvivalAt(durationSeconds))],
        Total,
        level);

    /// <param name="reopened">Second and later lives, which are no flows of their own.</param>
    /// <param name="lostAndRemade">Survivors by luck.</param>
    public FlowCounts Counts(int reopened, int lostAndRemade) => new(
        Total, states[FlowState.Survived], states[FlowState.Died], states[FlowState.Censored], states[FlowState.Refused], reopened,
        lostAndRemade);

    /// <summary>A flow of the only repetition.</summary>
    public void Add(FlowRecord flow)
    {
        if (repetitions.Count == 0) repetitions.Add(new Lives());
        states.Add(flow.State);
        Causes.Add(flow.Cause);
        // A flow can be hit and live on (restored, roaming): only those that died count.
        if (flow.State == FlowState.Died) Mechanisms.Add(flow.Mechanism);
        repetitions[0].Add(flow.ToObservation(durationSeconds), durationSeconds);
    }

    /// <summary>The repetitions of one group, one after the other.</summary>
    public static FlowTally Join(double durationSeconds, IEnumerable<FlowTally> repetitions)
    {
        FlowTally joined = new(durationSeconds);
        foreach (FlowTally one in repetitions)
        {
            joined.Count(one);
            joined.repetitions.Add(Lives.Sum(one.repetitions));
        }

        return joined;
    }

    /// <summary>The groups of a cell together; they have the same repetitions.</summary>
    public static FlowTally Sum(double durationSeconds, IEnumerable<FlowTally> groups)
    {
        FlowTally[] all = [.. groups];
        FlowTally sum = new(durationSeconds);
        foreach (FlowTally group in all) sum.Count(group);
        for (int repetition = 0; repetition < all.Max(group => group.repetitions.Count); repetition++)
            sum.repetitions.Add(Lives.Sum(all.Select(group => group.repetitions[repetition])));
        return sum;
    }

    private void Count(FlowTally part)
    {
        states.Add(part.states);
        Causes.Add(part.Causes);
        Mechanisms.Add(part.Mechanisms);
    }

    /// <summary>
    /// How flows ended. Whoever was watched to the end needs no time; and as long as all were, survival at the end is a plain share, which
    /// is what Kaplan and Meier's product comes to. Times are needed, and sorted, only where somebody was lost from sight.
    /// </summary>
    private sealed class Lives
    {
        private readonly List<double> deaths = [];
        private readonly List<double> lostFromSight = [];
        private int survived;

        public int Total => survived + deaths.Count + lostFromSight.Count;

        public void Add(Observation life, double durationSeconds)
        {
            if (life.Died) deaths.Add(life.TimeSeconds);
            else if (life.TimeSeconds < durationSeconds) lostFromSight.Add(life.TimeSeconds);
            else survived++;
        }

        public void Add(Lives other)
        {
            deaths.AddRange(other.deaths);
            lostFromSight.AddRange(other.lostFromSight);
            survived += other.survived;
        }

        public static Lives Sum(IEnumerable<Lives> parts)
        {
            Lives sum = new();
            foreach (Lives part in parts) sum.Add(part);
            return sum;
        }

        /// <summary>Null without a flow, and where nobody was watched to the end.</summary>
        public double? SurvivalAt(double durationSeconds) => Total == 0 ? null
            : lostFromSight.Count == 0 ? (double)survived / Total
            : KaplanMeier.Estimate(Observations(durationSeconds)).SurvivalAt(durationSeconds);

        private IEnumerable<Observation> Observations(double durationSeconds) =>
        [
            .. deaths.Select(time => new Observation(time, Died: true)),
            .. lostFromSight.Select(time => new Observation(time, Died: false)),
            .. Enumerable.Repeat(new Observation(durationSeconds, Died: false), survived),
        ];
    }
}
