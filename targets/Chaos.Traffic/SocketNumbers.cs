using System.Diagnostics.CodeAnalysis;

namespace Chaos.Traffic;

/// <summary>Small numbers for the sockets of a client. A watched flow's is its place; short flows have those behind, used again after they are freed.</summary>
/// <param name="flows">Watched flows of the client.</param>
internal sealed class SocketNumbers(int flows)
{
    private readonly List<ShortFlow?> owners = [];
    private readonly Stack<int> free = new();

    public int Take(ShortFlow brief)
    {
        if (!free.TryPop(out int number))
        {
            number = flows + owners.Count;
            owners.Add(null);
        }

        owners[number - flows] = brief;
        return number;
    }

    public void Free(int number)
    {
        owners[number - flows] = null;
        free.Push(number);
    }

    /// <summary>Whether a number is of a watched flow, open or not.</summary>
    public bool IsFlow(int number) => (uint)number < (uint)flows;

    public bool TryShort(int number, [NotNullWhen(true)] out ShortFlow? brief)
    {
        int place = number - flows;
        brief = place >= 0 && place < owners.Count ? owners[place] : null;
        return brief is not null;
    }
}
