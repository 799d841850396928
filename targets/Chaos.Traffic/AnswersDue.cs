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
        else if (later?.FindIndex(due => due.Sequence == answered) is >= 0 and int place) later.RemoveAt(place);
    }

    public void Clear()
    {
        any = false;
        later?.Clear();
    }
}
