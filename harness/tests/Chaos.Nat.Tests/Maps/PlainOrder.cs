using Chaos.Model;

namespace Chaos.Nat.Tests.Maps;

/// <summary>
/// The obvious twins of the orders that are not the kernel's: lists of keys, the oldest first, in the words of the papers.
/// </summary>
internal abstract class PlainOrder
{
    public static PlainOrder Create(MapRule rule, int capacity) => rule switch
    {
        MapRule.Lru => new PlainLru(),
        MapRule.Sieve => new PlainSieve(),
        MapRule.S3Fifo => new PlainS3Fifo(capacity),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    public abstract void Add(ulong key);

    public abstract void Use(ulong key);

    public abstract void Remove(ulong key);

    public abstract ulong TakeVictim();
}

internal sealed class PlainLru : PlainOrder
{
    private readonly List<ulong> keys = [];

    public override void Add(ulong key) => keys.Add(key);

    public override void Use(ulong key)
    {
        keys.Remove(key);
        keys.Add(key);
    }

    public override void Remove(ulong key) => keys.Remove(key);

    public override ulong TakeVictim()
    {
        ulong victim = keys[0];
        keys.RemoveAt(0);
        return victim;
    }
}

internal sealed class PlainSieve : PlainOrder
{
    private readonly List<ulong> keys = [];
    private readonly HashSet<ulong> visited = [];
    private int hand;

    public override void Add(ulong key) => keys.Add(key);

    public override void Use(ulong key) => visited.Add(key);

    public override void Remove(ulong key)
    {
        int place = keys.IndexOf(key);
        keys.RemoveAt(place);
        visited.Remove(key);
        if (place < hand) hand--;
        if (hand == keys.Count) hand = 0;
    }

    public override ulong TakeVictim()
    {
        while (visited.Remove(keys[hand])) hand = (hand + 1) % keys.Count;
        ulong victim = keys[hand];
        keys.RemoveAt(hand);
        if (hand == keys.Count) hand = 0;
        return victim;
    }
}

internal sealed class PlainS3Fifo(int capacity) : PlainOrder
{
    private readonly List<ulong> small = [], main = [];
    private readonly Dictionary<ulong, int> ghost = [];
    private readonly Dictionary<ulong, int> frequency = [];
    private readonly int smallSize = Math.Max(1, capacity / 10);
    private int remembered;

    public override void Add(ulong key)
    {
        bool isKnown = ghost.Remove(key, out int since) && remembered - since <= Math.Max(1, capacity - smallSize);
        (isKnown ? main : small).Add(key);
        frequency[key] = 0;
    }

    public override void Use(ulong key) => frequency[key] = Math.Min(frequency[key] + 1, 3);

    public override void Remove(ulong key)
    {
        small.Remove(key);
        main.Remove(key);
    }

    public override ulong TakeVictim()
    {
        while (true)
        {
            List<ulong> queue = small.Count >= smallSize || main.Count == 0 ? small : main;
            ulong key = queue[0];
            queue.RemoveAt(0);
            if (queue == small && frequency[key] <= 1)
            {
                ghost[key] = remembered++;
                return key;
            }

            if (queue == main && frequency[key] == 0) return key;
            frequency[key] = queue == small ? 0 : frequency[key] - 1;
            main.Add(key);
        }
    }
}
