using System.Diagnostics.CodeAnalysis;

namespace Chaos.Traffic;

/// <summary>Small numbers for the sockets of a client, used again after they are freed, and who owns each: a watched flow, by its place, or a short one.</summary>
internal sealed class SocketNumbers
{
    private const int Nobody = -1;

    private readonly List<(int Place, ShortFlow? Brief)> owners = [];
    private readonly Stack<int> free = new();

    public int Take(int place) => Take((place, null));

    public int Take(ShortFlow brief) => Take((Nobody, brief));

    public void Free(int number)
    {
        owners[number] = (Nobody, null);
        free.Push(number);
    }

    public bool TryFlow(int number, out int place)
    {
        place = IsOne(number) ? owners[number].Place : Nobody;
        return place != Nobody;
    }

    public bool TryShort(int number, [NotNullWhen(true)] out ShortFlow? brief)
    {
        brief = IsOne(number) ? owners[number].Brief : null;
        return brief is not null;
    }

    private bool IsOne(int number) => (uint)number < (uint)owners.Count;

    private int Take((int Place, ShortFlow? Brief) owner)
    {
        if (!free.TryPop(out int number))
        {
            number = owners.Count;
            owners.Add(owner);
        }

        owners[number] = owner;
        return number;
    }
}
