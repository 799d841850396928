using System.Diagnostics.CodeAnalysis;

namespace Chaos.Traffic;

/// <summary>Small numbers for the sockets of a client, used again after they are freed, and who owns each.</summary>
internal sealed class SocketNumbers
{
    private readonly List<object?> owners = [];
    private readonly Stack<int> free = new();

    public int Take(object owner)
    {
        if (!free.TryPop(out int number))
        {
            number = owners.Count;
            owners.Add(null);
        }

        owners[number] = owner;
        return number;
    }

    public void Free(int number)
    {
        owners[number] = null;
        free.Push(number);
    }

    public bool TryFlow(int number, [NotNullWhen(true)] out FlowSide? flow) => (flow = Owner(number) as FlowSide) is not null;

    public bool TryShort(int number, [NotNullWhen(true)] out ShortFlow? brief) => (brief = Owner(number) as ShortFlow) is not null;

    private object? Owner(int number) => number >= 0 && number < owners.Count ? owners[number] : null;
}
