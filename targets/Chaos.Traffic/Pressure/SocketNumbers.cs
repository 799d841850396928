using System.Diagnostics.CodeAnalysis;

namespace Chaos.Traffic.Pressure;

/// <summary>Assigns socket numbers to the flows of a client: small numbers, reused after they are freed.</summary>
/// <remarks>The number of a watched flow is its local index. Short flows get the numbers from <paramref name="watchedFlows"/> on.</remarks>
/// <param name="watchedFlows">Number of watched flows of the client.</param>
internal sealed class SocketNumbers(int watchedFlows)
{
    private readonly List<ShortFlow?> owners = [];
    private readonly Stack<int> free = new();

    public int Take(ShortFlow flow)
    {
        if (!free.TryPop(out int socketNumber))
        {
            socketNumber = watchedFlows + owners.Count;
            owners.Add(null);
        }

        owners[socketNumber - watchedFlows] = flow;
        return socketNumber;
    }

    public void Free(int socketNumber)
    {
        owners[socketNumber - watchedFlows] = null;
        free.Push(socketNumber);
    }

    /// <summary>Whether the number belongs to a watched flow, open or not.</summary>
    public bool IsWatchedFlow(int socketNumber) => (uint)socketNumber < (uint)watchedFlows;

    public bool TryFindShortFlow(int socketNumber, [NotNullWhen(true)] out ShortFlow? flow)
    {
        int index = socketNumber - watchedFlows;
        flow = index >= 0 && index < owners.Count ? owners[index] : null;
        return flow is not null;
    }
}
