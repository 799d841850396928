using Chaos.Model;
using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>Flows of one cell or group, counted one at a time.</summary>
internal sealed class FlowTally(CellFacts facts)
{
    private readonly EnumCounts<FlowState> states = new();
    private readonly Lives[] repetitions = [.. Enumerable.Range(0, facts.Repetitions).Select(_ => new Lives())];

    public EnumCounts<DeathCause> Causes { get; } = new();

    public EnumCounts<Mechanism> Mechanisms { get; } = new();

    private int Total => repetitions.Sum(lives => lives.Total);

    public SurvivalEstimate Survival => SurvivalEstimate.Of(
        facts.DurationSeconds,
        Lives.Sum(repetitions).SurvivalAt(facts.DurationSeconds),
        [.. repetitions.Select(lives => lives.SurvivalAt(facts.DurationSeconds))],
        Total);

    /// <param name="reopened">Second and later lives, which are no flows of their own.</param>
    /// <param name="lostAndRemade">Survivors by luck.</param>
    public FlowCounts Counts(int reopened, int lostAndRemade) => new(
        Total, states[FlowState.Survived], states[FlowState.Died], states[FlowState.Censored], states[FlowState.Refused], reopened,
        lostAndRemade);

    /// <exception cref="ArgumentException">The cell has no such repetition.</exception>
    public void Add(FlowRecord flow)
    {
        if (flow.Repetition > repetitions.Length)
            throw new ArgumentException(
                $"Flow {flow.Flow} of cell {flow.Cell} is of repetition {flow.Repetition}, and there were {repetitions.Length}.",
                nameof(flow));
        states.Add(flow.State);
        Causes.Add(flow.Cause);
        // A flow can be hit and live on (restored, roaming): only those that died count.
        if (flow.State == FlowState.Died) Mechanisms.Add(flow.Mechanism);
        repetitions[flow.Repetition - 1].Add(flow.ToObservation(facts.DurationSeconds), facts.DurationSeconds);
    }

    public static FlowTally Sum(CellFacts facts, IEnumerable<FlowTally> parts)
    {
        FlowTally sum = new(facts);
        foreach (FlowTally part in parts)
        {
            sum.states.Add(part.states);
            sum.Causes.Add(part.Causes);
            sum.Mechanisms.Add(part.Mechanisms);
            for (int repetition = 0; repetition < sum.repetitions.Length; repetition++)
                sum.repetitions[repetition].Add(part.repetitions[repetition]);
        }

        return sum;
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
