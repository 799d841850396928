using System.Buffers.Binary;
using Chaos.Control;
using Chaos.Linux;
using Chaos.Model;

namespace Chaos.Endpoint;

/// <summary>A socket beside the traffic: probes show which way packets take before a run starts.</summary>
internal sealed class ProbeSocket(Epoll epoll, long tag, ControlChannel control)
{
    private const int Closed = -1;

    private int socket = Closed;

    /// <summary>Whether a message was for this socket.</summary>
    public bool TryObey(ControlMessage message)
    {
        switch (message)
        {
            case OpenProbe open when socket == Closed:
                socket = Sockets.OpenUdp(new Ipv4EndPoint(0, open.Port));
                epoll.Register(socket, Readiness.Readable, tag);
                control.Send(new ProbeOpened());
                return true;
            case SendProbe probe when socket != Closed:
                Span<byte> bytes = stackalloc byte[sizeof(int)];
                BinaryPrimitives.WriteInt32BigEndian(bytes, probe.Number);
                // A probe that is not sent is one that does not arrive.
                _ = Datagrams.SendTo(socket, new Ipv4EndPoint(probe.To.Address.Value, probe.To.Port), bytes);
                return true;
            case CloseProbe when socket != Closed:
                epoll.Forget(socket);
                Descriptors.Close(socket);
                socket = Closed;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reports what has arrived.</summary>
    public void OnReady()
    {
        Span<byte> bytes = stackalloc byte[64];
        int length = Datagrams.ReceiveFrom(socket, bytes, out Ipv4EndPoint sender);
        if (length == sizeof(int))
            control.Send(new ProbeSeen(
                BinaryPrimitives.ReadInt32BigEndian(bytes), new SocketAddress(new Ipv4Address(sender.Address), (ushort)sender.Port)));
    }
}
