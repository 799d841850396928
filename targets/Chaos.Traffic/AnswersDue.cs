namespace Chaos.Traffic;

/// <summary>Messages that wait for their answer, oldest first. One is the rule, and it costs no object.</summary>
internal struct AnswersDue
{
    private bool any;
    private uint sequence;
    private long deadline;
    private List<(uint Sequence, long Deadline)>? later;

    /// <summary>Of the oldest; <see cref="long.MaxValue"/> if nothing is waited for.</summary>
    public readonly long Deadline => any ? deadline : long.MaxValue;

    public void Add(uint number, long until)
    {
        if (any) (later ??= []).Add((number, until));
        else (any, sequence, deadline) = (true, number, until);
    }

    public void Settle(uint answered)
    {
        if (!any) return;
        if (sequence == answered)
        {
            any = later is { Count: > 0 };
            if (!any) return;
            (sequence, deadline) = later![0];
            later.RemoveAt(0);
        }
        else SettleLater(answered);
    }

    public void Clear()
    {
        any = false;
        later?.Clear();
    }

    /// <remarks>A loop instead of a search by lambda: what that captures would be allocated for each answer, also for those that come in order.</remarks>
    private readonly void SettleLater(uint answered)
    {
        for (int place = 0; place < later?.Count; place++)
        {
            if (later[place].Sequence != answered) continue;
            later.RemoveAt(place);
            return;
        }
    }
}
