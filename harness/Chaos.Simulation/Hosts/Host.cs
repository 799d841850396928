using Chaos.Model;
using Chaos.Nat;
using Chaos.Packets.Links;

namespace Chaos.Simulation.Hosts;

/// <summary>Anything with an address: it gets packets, and is woken when it asked for it.</summary>
internal abstract class Host
{
    protected Host(Network network, Ipv4Address address)
    {
        Network = network;
        Address = address;
        Number = network.Attach(this);
    }

    public Ipv4Address Address { get; }

    /// <summary>The network's number for this host.</summary>
    public int Number { get; }

    /// <summary>From the node to here; set once the world is complete. The node has none.</summary>
    public Link Downlink { get; set; } = null!;

    protected Network Network { get; }

    /// <summary>A packet arrives; true if its buffer was sent on or kept, else it may be used again.</summary>
    public abstract bool Receive(byte[] packet, int length);

    /// <summary>A packet is on its way here: memory that it will need may be fetched meanwhile. Changes nothing else.</summary>
    public virtual void Prefetch(ReadOnlySpan<byte> packet)
    {
    }

    public virtual void Wake()
    {
    }

    /// <summary>A watched flow that lives here is due.</summary>
    public virtual void OnFlowDue(long due, int localIndex) => throw new InvalidOperationException("no flow lives here");

    /// <summary>It will be before long: its memory may be fetched meanwhile. Changes nothing else.</summary>
    public virtual void PrefetchFlow(int localIndex)
    {
    }

    /// <summary>The link on which packets leave for a neighbour.</summary>
    protected abstract Link LinkTo(Host neighbour);

    protected void Send(byte[] packet, int length, Host nextHop) => Network.Send(packet, length, nextHop, LinkTo(nextHop));

    /// <summary>Answers a packet that no socket here wants, as a host does: RST, or ICMP port unreachable.</summary>
    protected void Refuse(Span<byte> packet, Host nextHop)
    {
        byte[] answer = Network.Rent();
        int length = PuntAnswer.Write(packet, answer);
        if (length > 0) Send(answer, length, nextHop);
        else Network.Return(answer);
    }
}
