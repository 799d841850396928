using Chaos.Traffic;

namespace Chaos.Simulation.Tcp;

/// <summary>Messages that arrived before the ones they follow, by sequence number.</summary>
internal struct Reassembly()
{
    private readonly List<(uint Sequence, Message Message)> waiting = [];

    public readonly bool IsEmpty => waiting.Count == 0;

    public readonly void Keep(uint sequence, in Message message)
    {
        int place = waiting.Count;
        while (place > 0 && waiting[place - 1].Sequence.Since(sequence) > 0) place--;
        if (place > 0 && waiting[place - 1].Sequence == sequence) return;
        waiting.Insert(place, (sequence, message));
    }

    /// <summary>Takes the message that begins at <paramref name="next"/>, if it is here.</summary>
    public readonly bool TryTake(uint next, out Message message)
    {
        message = default;
        // What lies before has been received another way.
        while (waiting.Count > 0 && waiting[0].Sequence.Since(next) < 0) waiting.RemoveAt(0);
        if (waiting.Count == 0 || waiting[0].Sequence != next) return false;
        message = waiting[0].Message;
        waiting.RemoveAt(0);
        return true;
    }

    public readonly void Clear() => waiting.Clear();
}
