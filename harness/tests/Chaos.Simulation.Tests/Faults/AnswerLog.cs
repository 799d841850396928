using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.Faults;

/// <summary>
/// The answers of servers. A server answers as soon as a message has come, so this is when, and in which order, messages come through.
/// </summary>
internal sealed class AnswerLog : ITrafficObserver
{
    public List<(long At, int Flow, uint Sequence)> Answers { get; } = [];

    /// <summary>The moment t = 0 on the clock of the observer; set once it is known.</summary>
    public long Zero { get; set; }

    /// <summary>Nanoseconds between the answers of a flow that fall between two moments from t = 0.</summary>
    public IEnumerable<long> Gaps(int flow, long from, long until)
    {
        long[] times = [.. Of(flow, from, until).Select(answer => answer.At)];
        return times.Zip(times.Skip(1), (earlier, later) => later - earlier);
    }

    /// <summary>How many messages came after one that was sent later.</summary>
    public int Overtaken(int flow, long from, long until)
    {
        long highest = -1;
        int overtaken = 0;
        foreach ((_, _, uint sequence) in Of(flow, from, until))
        {
            if (sequence < highest) overtaken++;
            highest = Math.Max(highest, sequence);
        }

        return overtaken;
    }

    public void Opened(long now, int flow)
    {
    }

    public void Refused(long now, int flow, DeathCause cause)
    {
    }

    public void Died(long now, int flow, DeathCause cause, Side side)
    {
    }

    public void Reopened(long now, int flow)
    {
    }

    public void Moved(long now, int flow)
    {
    }

    public void Sent(long now, int flow, Side side, MessageKind kind, uint sequence)
    {
        if (kind == MessageKind.Answer) Answers.Add((now, flow, sequence));
    }

    private IEnumerable<(long At, int Flow, uint Sequence)> Of(int flow, long from, long until) =>
        Answers.Where(answer => answer.Flow == flow && answer.At - Zero >= from && answer.At - Zero < until);
}
