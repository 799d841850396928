using Chaos.Linux;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Node.Ports;

/// <summary>
/// The node's two Ethernet interfaces as one port. The node is a host of its own on both: it has a link-layer address that the kernel
/// does not know and answers ARP itself, so the kernel below sees nothing of its traffic, neither its stack nor its connection
/// tracking. Packets keep what the kernels at both ends left undone, checksums and the cutting of large TCP packets.
/// </summary>
internal sealed class EthernetPort(PacketSocket socket, AttachedNetwork inside, AttachedNetwork outside) : IFramePort
{
    /// <summary>Locally administered (IEEE 802), and nobody else's: both networks are ours alone.</summary>
    private static readonly MacAddress own = new(0x02_C4_A0_50_00_01);

    private const int FrameOffset = OffloadHeader.Bytes;
    private const int PacketOffset = IFramePort.PacketOffset;

    private readonly byte[] answer = new byte[PacketSocket.MaximumCopyBytes];

    /// <summary>Frames too short to be one, or too long.</summary>
    public long MalformedFrames { get; private set; }

    /// <summary>Packets to where neither network reaches, or to somebody who does not answer ARP.</summary>
    public long Unreachable { get; private set; }

    public int Receive(long atMostNanoseconds) => socket.Receive(atMostNanoseconds);

    public ReadOnlySpan<byte> Peek(int place) => socket.Frame(place) is { Length: > PacketOffset } frame ? frame[PacketOffset..] : default;

    public Span<byte> Take(int place)
    {
        Span<byte> frame = socket.Frame(place);
        if (frame.Length < PacketOffset)
        {
            MalformedFrames++;
            return default;
        }

        _ = EthernetHeader.TryRead(frame[FrameOffset..], out EthernetHeader header);
        if (header.Type == EtherType.Ipv4 && header.Destination == own) return frame[PacketOffset..];
        if (header.Type == EtherType.Arp) Hear(frame[PacketOffset..], socket.InterfaceOf(place) == inside.Interface ? inside : outside);
        return default;
    }

    public Span<byte> Packet(int place) => socket.Frame(place)[PacketOffset..];

    public Span<byte> Frame(int place) => socket.Frame(place);

    public void Forward(int place)
    {
        Span<byte> frame = socket.Frame(place);
        OffloadHeader.RenewChecksum(frame, frame[FrameOffset..]);
        Ipv4Address destination = Ipv4Packet.DestinationOf(frame[PacketOffset..]);
        if (NetworkOf(destination) is not { } network) Unreachable++;
        else if (!network.TryFind(destination, out MacAddress neighbour)) Hold(frame, destination, network);
        else
        {
            new EthernetHeader(neighbour, own, EtherType.Ipv4).Write(frame[FrameOffset..]);
            socket.Queue(place, network.Interface);
        }
    }

    public void Send(ReadOnlySpan<byte> packet)
    {
        Span<byte> frame = answer.AsSpan(0, PacketOffset + packet.Length);
        frame[..FrameOffset].Clear();
        packet.CopyTo(frame[PacketOffset..]);
        SendFrame(frame, Ipv4Packet.DestinationOf(packet));
    }

    public void SendFrame(Span<byte> frame, Ipv4Address destination)
    {
        if (frame.Length > PacketSocket.MaximumCopyBytes) MalformedFrames++;
        else if (NetworkOf(destination) is not { } network) Unreachable++;
        else if (!network.TryFind(destination, out MacAddress neighbour)) Hold(frame, destination, network);
        else SendTo(neighbour, EtherType.Ipv4, frame, network);
    }

    public void Flush() => socket.Flush();

    private AttachedNetwork? NetworkOf(Ipv4Address destination) =>
        outside.Contains(destination) ? outside : inside.Contains(destination) ? inside : null;

    private void Hold(ReadOnlySpan<byte> frame, Ipv4Address destination, AttachedNetwork network)
    {
        if (!network.TryHold(destination, frame)) Unreachable++;
        else Say(new ArpMessage(ArpOperation.Request, own, network.Speaker, default, destination), MacAddress.Broadcast, network);
    }

    private void Hear(ReadOnlySpan<byte> bytes, AttachedNetwork network)
    {
        if (!ArpMessage.TryRead(bytes, out ArpMessage heard)) return;
        network.Learn(heard.Sender, heard.SenderMac);
        foreach (byte[] frame in network.Release(heard.Sender)) SendTo(heard.SenderMac, EtherType.Ipv4, frame, network);
        if (heard.Operation == ArpOperation.Request && network.AnswersFor(heard.Target))
            Say(new ArpMessage(ArpOperation.Reply, own, heard.Target, heard.SenderMac, heard.Sender), heard.SenderMac, network);
    }

    private void Say(ArpMessage message, MacAddress to, AttachedNetwork network)
    {
        Span<byte> frame = stackalloc byte[PacketOffset + ArpMessage.Bytes];
        frame.Clear();
        message.Write(frame[PacketOffset..]);
        SendTo(to, EtherType.Arp, frame, network);
    }

    private void SendTo(MacAddress to, EtherType type, Span<byte> frame, AttachedNetwork network)
    {
        new EthernetHeader(to, own, type).Write(frame[FrameOffset..]);
        socket.QueueCopy(frame, network.Interface);
    }
}
