using Chaos.Model;
using Chaos.Packets;
using Chaos.Packets.Links;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// The connection between our host and the kernel: a link for each direction, a queue of packets in flight, and the capture. It has no
/// timer: <see cref="Advance"/> delivers.
/// </summary>
internal sealed class Wire
{
    private static readonly LinkConditions Nothing = new() { Delay = 0 };

    private readonly PriorityQueue<(bool ToKernel, byte[] Packet), (long At, long Order)> underWay = new();
    private readonly Link toKernel, toUs;
    private readonly Action<byte[]> handToKernel, handToUs;
    private long order;

    public Wire(Action<byte[]> handToKernel, Action<byte[]> handToUs)
    {
        const ulong Seed = 42;
        (this.handToKernel, this.handToUs) = (handToKernel, handToUs);
        toKernel = new Link(Nothing, Seed, "to-kernel");
        toUs = new Link(Nothing, Seed, "to-us");
    }

    public Capture Capture { get; } = new();

    /// <summary>Packets to lose, before the links decide about the rest.</summary>
    public Func<Captured, bool> Loses { get; set; } = _ => false;

    /// <summary>When the next packet arrives.</summary>
    public long NextDue => underWay.TryPeek(out _, out (long At, long Order) first) ? first.At : long.MaxValue;

    public void SetConditions(LinkConditions conditions) => (toKernel.Conditions, toUs.Conditions) = (conditions, conditions);

    /// <summary>A host sends a packet.</summary>
    public void Take(long now, bool fromKernel, byte[] packet)
    {
        Assert.True(Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out PacketError error), $"a packet does not parse: {error}");
        Captured captured = Captured.Of(now, fromKernel, parsed);
        Link link = fromKernel ? toUs : toKernel;
        LinkFate fate = Loses(captured) ? new LinkFate(LinkOutcome.Lost, now) : link.Take(now, packet);
        Capture.Add(captured with { Fate = Name(fate, now, link.Conditions) });
        if (!fate.IsDelivered) return;
        Send(fate.At, now, fromKernel, packet);
        if (fate.CopyAt >= 0) Send(fate.CopyAt, now, fromKernel, packet);
    }

    /// <summary>Hands over what has arrived by now.</summary>
    public void Advance(long now)
    {
        while (underWay.TryPeek(out _, out (long At, long Order) first) && first.At <= now)
        {
            (bool goesToKernel, byte[] packet) = underWay.Dequeue();
            (goesToKernel ? handToKernel : handToUs)(packet);
        }
    }

    /// <remarks>A packet of ours without delay is written at once: the order of our packets is the order of our stack's calls.</remarks>
    private void Send(long at, long now, bool fromKernel, byte[] packet)
    {
        if (!fromKernel && at <= now && underWay.Count == 0) handToKernel(packet);
        else underWay.Enqueue((!fromKernel, packet), (at, order++));
    }

    private static Fate Name(LinkFate fate, long now, LinkConditions conditions)
    {
        if (!fate.IsDelivered) return Fate.Lost;
        if (fate.CopyAt >= 0) return Fate.Twice;
        return conditions.Reorder > 0 && fate.At >= now + conditions.Delay + conditions.ReorderBy ? Fate.Late : Fate.Passed;
    }
}
