namespace Chaos.Traffic.Flows;

/// <summary>The messages of one side that wait for an answer, oldest first.</summary>
/// <remarks>Usually at most one message waits. It is stored inline; the list exists only for more.</remarks>
internal struct PendingAnswers
{
    private bool any;
    private uint sequence;
    private long deadline;
    private List<(uint Sequence, long Deadline)>? later;

    /// <summary>The deadline of the oldest message; <see cref="long.MaxValue"/> if none waits.</summary>
    public readonly long Deadline => any ? deadline : long.MaxValue;

    public void Add(uint sent, long until)
    {
        if (any) (later ??= []).Add((sent, until));
        else (any, sequence, deadline) = (true, sent, until);
    }

    public void Remove(uint answered)
    {
        if (!any) return;
        if (sequence == answered)
        {
            any = later is { Count: > 0 };
            if (!any) return;
            (sequence, deadline) = later![0];
            later.RemoveAt(0);
        }
        else RemoveLater(answered);
    }

    public void Clear()
    {
        any = false;
        later?.Clear();
    }

    /// <remarks>A loop instead of a lambda: the closure would be allocated for each answer, also for answers in order.</remarks>
    private readonly void RemoveLater(uint answered)
    {
        for (int index = 0; index < later?.Count; index++)
        {
            if (later[index].Sequence != answered) continue;
            later.RemoveAt(index);
            return;
        }
    }
}
