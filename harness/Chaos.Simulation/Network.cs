using Chaos.Faults;
using Chaos.Model;
using Chaos.Packets.Links;
using Chaos.Simulation.Hosts;
using Chaos.Traffic.Flows;

namespace Chaos.Simulation;

/// <summary>Carries packets over links, by what each link says of them.</summary>
/// <remarks>A packet to an address that nobody has vanishes, as it would on a wire.</remarks>
internal sealed class Network
{
    /// <summary>So many flows ahead, one is prefetched: enough for its memory to come, few enough for it to stay.</summary>
    private const int FlowsAhead = 3;

    /// <summary>Mutable: it grows with each packet.</summary>
    private TraceHash trace = new();

    private readonly EventQueue queue;
    private readonly AddressTable byAddress = new();
    private Host[] hosts = [];
    private readonly PacketBuffers buffers = new();

    public Network(EventQueue queue)
    {
        this.queue = queue;
        queue.Handler = Handle;
    }

    public long Now => queue.Now;

    /// <summary>Of everything that has arrived so far.</summary>
    public ulong Trace => trace.Value;

    /// <summary>All links; set once the world is complete.</summary>
    public IReadOnlyList<NodeLink> Links { get; set; } = [];

    /// <summary>The number of the new host.</summary>
    /// <exception cref="ArgumentException">Somebody has its address already.</exception>
    public int Attach(Host host)
    {
        byAddress.Add(host);
        hosts = [.. hosts, host];
        return hosts.Length - 1;
    }

    /// <summary>A buffer for one packet; it comes back by <see cref="Return"/>, or by itself once the packet arrived.</summary>
    public byte[] Rent() => buffers.Rent();

    public void Return(byte[] buffer) => buffers.Return(PacketBuffers.NumberOf(buffer));

    /// <summary>Puts a packet on a link that leads to <paramref name="nextHop"/>; the buffer is the network's from here on.</summary>
    public void Send(byte[] packet, int length, Host nextHop, Link link)
    {
        Span<byte> bytes = packet.AsSpan(0, length);
        if (!link.TryTakePlain(queue.Now, out long at) && !TrySurvive(bytes, nextHop, link, out at))
        {
            Return(packet);
            return;
        }

        nextHop.Prefetch(bytes);
        queue.Add(at, nextHop.Number, PacketBuffers.NumberOf(packet), length);
    }

    /// <summary>What a link may do to a packet, is done; false if it is lost.</summary>
    private bool TrySurvive(Span<byte> packet, Host nextHop, Link link, out long at)
    {
        LinkFate fate = link.Take(queue.Now, packet);
        at = fate.At;
        if (fate.IsDelivered && fate.CopyAt >= 0)
        {
            byte[] copy = Rent();
            packet.CopyTo(copy);
            queue.Add(fate.CopyAt, nextHop.Number, PacketBuffers.NumberOf(copy), packet.Length);
        }

        return fate.IsDelivered;
    }

    /// <summary>
    /// A packet cannot be read, or its checksum is wrong: it is thrown away if a link has corrupted any, else it is our bug.
    /// </summary>
    /// <exception cref="InvalidOperationException">No link has corrupted anything.</exception>
    public void Discard(string flaw)
    {
        if (!Links.Any(link => link.Link.Corrupted > 0)) throw new InvalidOperationException($"the simulation made a bad packet: {flaw}");
    }

    /// <summary>A host is woken then, and not when it asked before.</summary>
    public void WakeAt(long time, Host host) => queue.WakeAt(time, host.Number);

    /// <summary>The host that owns an address, or null.</summary>
    public Host? Find(Ipv4Address address) => byAddress.Find(address);

    private void Handle(SimulationEvent due)
    {
        Host host = hosts[due.Host];
        if (due.Kind != EventKind.Arrival)
        {
            if (due.Kind == EventKind.FlowIsDue) OnFlowDue(host, due.Index);
            else host.Wake();
            return;
        }

        byte[] packet = buffers[due.Index];
        trace.Add(queue.Now, due.Host, packet.AsSpan(0, due.Length));
        if (!host.Receive(packet, due.Length)) buffers.Return(due.Index);
    }

    private void OnFlowDue(Host host, int localIndex)
    {
        if (queue.Flows.TryPeekAhead(FlowsAhead, out DueFlow next)) hosts[next.EngineNumber].PrefetchFlow(next.LocalIndex);
        host.OnFlowDue(queue.Due, localIndex);
    }
}
