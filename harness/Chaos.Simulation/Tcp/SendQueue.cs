using Chaos.Traffic;

namespace Chaos.Simulation.Tcp;

/// <summary>A message on its way, or waiting for room: one message is one segment, also when it is sent again.</summary>
internal struct OutgoingMessage
{
    public Message Message;
    public uint Sequence;

    /// <summary>When it was sent first.</summary>
    public long SentAt;

    /// <summary>Its acknowledgment measures nothing (Karn's rule).</summary>
    public bool WasRetransmitted;
}

/// <summary>Messages that are not acknowledged yet, in order: a ring that grows and is kept.</summary>
internal struct SendQueue()
{
    private OutgoingMessage[] ring = [];
    private int first;

    public int Count { get; private set; }

    /// <summary>Of these, the oldest ones that were sent.</summary>
    public int Sent { get; set; }

    public readonly ref OutgoingMessage this[int place] => ref ring[(first + place) & (ring.Length - 1)];

    public void Add(in Message message)
    {
        if (Count == ring.Length) Grow();
        Count++;
        this[Count - 1] = new OutgoingMessage { Message = message };
    }

    /// <summary>Forgets the oldest, which was sent.</summary>
    public void RemoveFirst()
    {
        first = (first + 1) & (ring.Length - 1);
        Count--;
        Sent--;
    }

    public void Clear() => first = Count = Sent = 0;

    private void Grow()
    {
        OutgoingMessage[] larger = new OutgoingMessage[Math.Max(2, ring.Length * 2)];
        for (int place = 0; place < Count; place++) larger[place] = this[place];
        (ring, first) = (larger, 0);
    }
}
