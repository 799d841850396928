using Chaos.Linux;
using Chaos.Model;

namespace Chaos.Endpoint;

/// <summary>Open sockets under small numbers.</summary>
internal sealed class SocketTable
{
    /// <summary>Keeps tags below the bits in which a server marks its listeners.</summary>
    private const int GenerationMask = 0x0FFF_FFFF;

    private readonly List<HostSocket?> slots = [];
    private readonly Stack<int> free = new();
    private int generation;

    /// <summary>Under a number that the caller chose and keeps book of.</summary>
    public HostSocket Put(int number, int descriptor, Transport transport, int keepAliveSeconds = 0)
    {
        while (slots.Count <= number) slots.Add(null);
        generation = (generation + 1) & GenerationMask;
        return slots[number] = new HostSocket(number, generation, descriptor, transport) { KeepAliveSeconds = keepAliveSeconds };
    }

    /// <summary>An accepted connection, under a number that is free; <see cref="Release"/> gives it back.</summary>
    public HostSocket Accept(int descriptor) => Put(free.TryPop(out int number) ? number : slots.Count, descriptor, Transport.Tcp);

    /// <summary>All that are open.</summary>
    public IEnumerable<HostSocket> Open => slots.OfType<HostSocket>().Where(socket => socket.Descriptor >= 0);

    public HostSocket? At(int number) => slots[number];

    /// <summary>The socket that an event is about; null if it was closed meanwhile.</summary>
    public HostSocket? Find(long tag) => slots[(int)(tag & uint.MaxValue)] is { } socket && socket.Tag == tag ? socket : null;

    public bool Holds(HostSocket socket) => ReferenceEquals(slots[socket.Number], socket);

    public void Close(int number)
    {
        if (slots[number] is { Descriptor: >= 0 } socket) Descriptors.Close(socket.Descriptor);
        slots[number] = null;
    }

    /// <summary>Closes an accepted connection.</summary>
    public void Release(int number)
    {
        if (slots[number] is null) return;
        Close(number);
        free.Push(number);
    }
}
