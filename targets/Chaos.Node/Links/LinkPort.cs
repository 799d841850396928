using Chaos.Linux;
using Chaos.Model;
using Chaos.Node.Ports;
using Chaos.Packets;
using Chaos.Packets.Links;

namespace Chaos.Node.Links;

/// <summary>
/// A port with the hosts' links in front of it: what comes and what goes has the fate that its link says, and waits here while it is under
/// way. A frame on a link with conditions is first cut and finished, so that a fate is that of one packet on a wire, and a flipped bit is
/// one that its receiver can notice. Without any condition a packet costs a few comparisons, and nothing is allocated.
/// </summary>
/// <remarks>Receiving and <see cref="SendDue()"/> touch nothing that orders touch; all else is called by who holds the gate.</remarks>
internal sealed class LinkPort(IFramePort port, HostLinks links, RunClock clock) : IPacketPort
{
    /// <summary>The largest packet, and more than both headers.</summary>
    private const int LargestFrame = (1 << 16) + 512;

    private readonly HeldFrames toNode = new(), toHosts = new();
    private readonly List<HeldFrame> arrived = [];
    private readonly byte[] whole = new byte[LargestFrame], piece = new byte[LargestFrame];

    /// <summary>When this batch came: all that had arrived by then goes first, so that the packets of a link stay in order.</summary>
    private long moment;

    /// <summary>Something of this batch waits although it has arrived: what comes behind it waits too.</summary>
    private bool isBehind;

    /// <summary>Packets that were lost because too many were under way.</summary>
    public long Overflows => toNode.Overflows + toHosts.Overflows;

    private bool NothingHappens => !links.AreBusy && toNode.Count == 0 && toHosts.Count == 0;

    public int Receive(long atMostNanoseconds)
    {
        foreach (HeldFrame frame in arrived) HeldFrames.Free(frame);
        arrived.Clear();
        long due = Math.Min(toNode.NextDue, toHosts.NextDue);
        int received = port.Receive(due == long.MaxValue ? atMostNanoseconds : Math.Max(0, due - clock.Now));
        SendDue();
        moment = clock.Now;
        isBehind = false;
        while (toNode.TryTake(moment, out HeldFrame frame)) arrived.Add(frame);
        return arrived.Count + received;
    }

    /// <summary>Sends what has arrived at its host by now. For a node that stands still: its links do not.</summary>
    public void SendDue()
    {
        if (SendDue(clock.Now)) port.Flush();
    }

    public Span<byte> Take(int place)
    {
        if (place < arrived.Count) return arrived[place].Packet;
        place -= arrived.Count;
        Span<byte> packet = port.Take(place);
        if (NothingHappens || packet.Length < Ipv4Packet.MinimumHeaderBytes) return packet;
        Link? link = links.From(Ipv4Packet.SourceOf(packet));
        if (link is null || (link.IsIdle(moment) && !isBehind)) return packet;
        return Enter(link, port.Frame(place)) ? packet : default;
    }

    public Span<byte> Packet(int place) => place < arrived.Count ? arrived[place].Packet : port.Packet(place - arrived.Count);

    public ReadOnlySpan<byte> Peek(int place) => place < arrived.Count ? arrived[place].Packet : port.Peek(place - arrived.Count);

    public void Forward(int place)
    {
        if (place < arrived.Count) Leave(arrived[place].Frame, placeOfPort: -1);
        else if (NothingHappens) port.Forward(place - arrived.Count);
        else Leave(port.Frame(place - arrived.Count), place - arrived.Count);
    }

    public void Send(ReadOnlySpan<byte> packet)
    {
        if (NothingHappens)
        {
            port.Send(packet);
            return;
        }

        Span<byte> frame = whole.AsSpan(0, IFramePort.PacketOffset + packet.Length);
        frame[..IFramePort.PacketOffset].Clear();
        packet.CopyTo(frame[IFramePort.PacketOffset..]);
        Leave(frame, placeOfPort: -1);
    }

    public void Flush() => port.Flush();

    /// <summary>A frame from a host to the node; true if it is there already, in its place.</summary>
    private bool Enter(Link link, Span<byte> frame)
    {
        int pieces = FrameCutter.Count(frame);
        bool isThere = false;
        for (int number = 0; number < pieces; number++)
        {
            Span<byte> cut = piece.AsSpan(0, FrameCutter.Write(frame, number, piece));
            LinkFate fate = link.Take(moment, cut[IFramePort.PacketOffset..]);
            if (!fate.IsDelivered) continue;
            if (pieces == 1 && fate.At <= moment && !isBehind)
            {
                cut.CopyTo(frame);
                isThere = true;
            }
            else HoldForNode(fate.At, cut);
            if (fate.CopyAt >= 0) HoldForNode(fate.CopyAt, cut);
        }

        return isThere;
    }

    private void HoldForNode(long at, ReadOnlySpan<byte> cut)
    {
        toNode.Hold(at, cut, default);
        isBehind |= at <= moment;
    }

    /// <summary>A frame from the node to a host.</summary>
    /// <param name="frame">With room for its headers.</param>
    /// <param name="placeOfPort">Where the port has it; -1: nowhere, a copy is sent.</param>
    private void Leave(Span<byte> frame, int placeOfPort)
    {
        long now = clock.Now;
        SendDue(now);
        Ipv4Address receiver = Ipv4Packet.DestinationOf(frame[IFramePort.PacketOffset..]);
        Link? link = links.To(receiver);
        if (link is null || link.IsIdle(now))
        {
            if (placeOfPort >= 0) port.Forward(placeOfPort);
            else port.SendFrame(frame, receiver);
            return;
        }

        int pieces = FrameCutter.Count(frame);
        for (int number = 0; number < pieces; number++)
        {
            Span<byte> cut = piece.AsSpan(0, FrameCutter.Write(frame, number, piece));
            LinkFate fate = link.Take(now, cut[IFramePort.PacketOffset..]);
            if (!fate.IsDelivered) continue;
            if (fate.At <= now) port.SendFrame(cut, receiver);
            else toHosts.Hold(fate.At, cut, receiver);
            if (fate.CopyAt >= 0) toHosts.Hold(fate.CopyAt, cut, receiver);
        }
    }

    private bool SendDue(long now)
    {
        bool any = false;
        while (toHosts.TryTake(now, out HeldFrame frame))
        {
            port.SendFrame(frame.Frame, frame.Receiver);
            HeldFrames.Free(frame);
            any = true;
        }

        return any;
    }
}
