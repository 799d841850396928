using Chaos.Packets;

namespace Chaos.Simulation;

/// <summary>The links: each packet takes the same time over each of them, in order, without loss.</summary>
/// <remarks>Not modelled yet: jitter, loss, bandwidth, queues. A packet to an address that nobody has vanishes, as it would on a wire.</remarks>
internal sealed class Network(EventQueue queue)
{
    /// <summary>One way over one link: a local network.</summary>
    public const long LinkDelayNanoseconds = 100_000;

    /// <summary>Largest packet of the simulated hosts; Ethernet's.</summary>
    public const int MaximumPacketBytes = 1500;

    private readonly Dictionary<Ipv4Address, Host> hosts = [];
    private readonly Stack<byte[]> buffers = new();

    public long Now => queue.Now;

    public void Attach(Host host) => hosts.Add(host.Address, host);

    /// <summary>A buffer for one packet; it comes back by <see cref="Return"/>, or by itself once the packet arrived.</summary>
    public byte[] Rent() => buffers.TryPop(out byte[]? buffer) ? buffer : new byte[MaximumPacketBytes];

    public void Return(byte[] buffer) => buffers.Push(buffer);

    /// <summary>Puts a packet on the link to <paramref name="nextHop"/>; the buffer is the network's from here on.</summary>
    public void Send(byte[] packet, int length, Host nextHop) =>
        queue.Add(queue.Now + LinkDelayNanoseconds, new SimulationEvent(nextHop, packet, length));

    public void WakeAt(long time, Host host) => queue.Add(time, new SimulationEvent(host, null, 0));

    /// <summary>The host that owns an address, or null.</summary>
    public Host? Find(Ipv4Address address) => hosts.GetValueOrDefault(address);
}
