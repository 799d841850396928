namespace Chaos.Survival;

/// <summary>What one observation says besides its time.</summary>
/// <param name="Group">From 0; 0 is the reference.</param>
/// <param name="Stratum">From 0: only subjects of one stratum are compared with each other.</param>
/// <param name="Cause">From 1; 0: alive when the observation ended.</param>
public readonly record struct Subject(ushort Group, ushort Stratum, ushort Cause)
{
    public bool Died => Cause > 0;
}

/// <summary>
/// Observations of several groups by rising time, in columns: ten million of them take 140 MB.
/// Times that differ by rounding only are one time, as in `survival` since version 2.40 (T. Therneau, vignette "Roundoff error and tied
/// times").
/// </summary>
public sealed class Subjects
{
    private static readonly double Tolerance = Math.Sqrt(double.BitIncrement(1) - 1);

    private readonly double[] times;
    private readonly Subject[] subjects;
    private readonly int[] counts;

    /// <summary>Takes both arrays over and sorts them.</summary>
    /// <param name="times">Seconds, finite, not negative; one for each subject.</param>
    /// <param name="subjects">Groups from 0 to <paramref name="groups"/> - 1.</param>
    /// <param name="groups">At least 1.</param>
    /// <exception cref="ArgumentException">The arrays differ in length, or a time is negative or not finite.</exception>
    public Subjects(double[] times, Subject[] subjects, int groups)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(subjects);
        if (times.Length != subjects.Length) throw new ArgumentException("There must be as many times as subjects.", nameof(subjects));
        Array.Sort(times, subjects);
        if (times.Length > 0 && !(times[0] >= 0 && double.IsFinite(times[^1])))
            throw new ArgumentException("Times must be finite and not negative.", nameof(times));
        JoinTies(times);
        this.times = times;
        this.subjects = subjects;
        counts = new int[groups];
        foreach (Subject subject in subjects) counts[subject.Group]++;
    }

    public int Count => times.Length;

    public int GroupCount => counts.Length;

    public int CountOf(int group) => counts[group];

    /// <summary>The largest time of a group; 0 if it is empty.</summary>
    public double LastTimeOf(int group)
    {
        int index = times.Length - 1;
        while (index >= 0 && subjects[index].Group != group) index--;
        return index < 0 ? 0 : times[index];
    }

    public SurvivalCurve CurveOf(int group)
    {
        double[] own = new double[counts[group]];
        bool[] died = new bool[own.Length];
        int next = 0;
        for (int index = 0; index < times.Length; index++)
        {
            if (subjects[index].Group != group) continue;
            own[next] = times[index];
            died[next++] = subjects[index].Died;
        }

        return KaplanMeier.FromSorted(own, died);
    }

    /// <summary>The curve of all groups together.</summary>
    public SurvivalCurve CurveOfAll() => KaplanMeier.FromSorted(times, Array.ConvertAll(subjects, subject => subject.Died));

    /// <summary>The subjects of each stratum, strata in the order of their numbers; empty ones are left out.</summary>
    public IEnumerable<Subjects> Strata()
    {
        if (!Array.Exists(subjects, subject => subject.Stratum != 0)) return [this];
        return Enumerable.Range(0, times.Length).GroupBy(index => subjects[index].Stratum).OrderBy(stratum => stratum.Key)
            .Select(stratum => Pick([.. stratum]));
    }

    /// <summary>Only two of the groups, the first as the reference.</summary>
    public Subjects Pair(int first, int second)
    {
        int[] chosen = [
            .. Enumerable.Range(0, times.Length).Where(index => subjects[index].Group == first || subjects[index].Group == second)];
        return new Subjects(
            Array.ConvertAll(chosen, index => times[index]),
            Array.ConvertAll(chosen, index => subjects[index] with { Group = (ushort)(subjects[index].Group == first ? 0 : 1) }),
            groups: 2);
    }

    /// <summary>The runs of equal times, rising.</summary>
    public IEnumerable<Range> Ties()
    {
        for (int start = 0; start < times.Length;)
        {
            int end = start;
            while (end < times.Length && times[end] == times[start]) end++;
            yield return start..end;
            start = end;
        }
    }

    public ReadOnlySpan<Subject> In(Range tie) => subjects.AsSpan(tie);

    public double TimeOf(Range tie) => times[tie.Start.Value];

    private Subjects Pick(int[] indexes) =>
        new(Array.ConvertAll(indexes, index => times[index]), Array.ConvertAll(indexes, index => subjects[index]), counts.Length);

    /// <summary>A time within the tolerance of the one before it, absolutely or against the mean time, is that time.</summary>
    private static void JoinTies(double[] times)
    {
        double sum = 0;
        int distinct = 0;
        for (int index = 0; index < times.Length; index++)
        {
            if (index > 0 && times[index] == times[index - 1]) continue;
            sum += times[index];
            distinct++;
        }

        double mean = distinct == 0 ? 0 : sum / distinct;
        double before = double.NegativeInfinity;
        for (int index = 0; index < times.Length; index++)
        {
            double gap = times[index] - before;
            before = times[index];
            if (gap > 0 && (gap <= Tolerance || gap / mean <= Tolerance)) times[index] = times[index - 1];
            else if (gap == 0) times[index] = times[index - 1];
        }
    }
}
