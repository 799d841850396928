using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Endpoint;

/// <summary>A client: one kernel socket for each flow, bound to the planned source port; UDP sockets are connected too.</summary>
internal sealed class ClientHost : EndpointHost, IClientSockets, IPeerSite
{
    private const int NoDescriptor = -1;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly NetworkPlan network;
    private readonly uint address;
    private readonly TrafficPlan plan;
    private bool keepAliveIsOff;

    public ClientHost(ConfigureEndpoint configuration, Epoll epoll, ITrafficObserver observer) : base(epoll, configuration.Traffic)
    {
        plan = configuration.Traffic;
        network = configuration.Network;
        address = network.Client(configuration.Index).Value;
        Engine = new ClientTraffic(plan, network, configuration.Index, this, observer);
    }

    public ClientTraffic Engine { get; }

    public override Side Side => Side.Client;

    public override TrafficEngine Traffic => Engine;

    protected override IEnumerable<NewcomerGroup> Newcomers => Engine.Newcomers;

    public override void OnReady(EpollEvent happened, long now)
    {
        if (Table.Find(happened.Tag) is not { } socket) return;
        if (socket.Connecting) FinishConnecting(socket, now);
        else if (socket.Stream is null) ReceiveDatagrams(socket, now);
        else OnStreamReady(socket, socket.Stream, happened.Readiness, now);
    }

    public void SetKeepAlive(bool on)
    {
        keepAliveIsOff = !on;
        foreach (HostSocket socket in Table.Open.Where(socket => socket.KeepAliveSeconds > 0))
        {
            if (on) Sockets.KeepAlive(socket.Descriptor, socket.KeepAliveSeconds);
            else Sockets.NoKeepAlive(socket.Descriptor);
        }
    }

    /// <remarks>Where a host is several containers, one of them makes its pressure.</remarks>
    public void Burst(string pressure, double ratePerSecond, ulong seed, long fromNanoseconds, long untilNanoseconds)
    {
        if (plan.Pressure.Any(group => group.Name == pressure))
            Engine.Burst(pressure, ratePerSecond, seed, fromNanoseconds, untilNanoseconds);
    }

    public void Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive)
    {
        HostSocket opened = Table.Put(socket, TryBind(transport, sourcePort), transport, (int)(keepAlive / NanosecondsPerSecond));
        if (opened.Descriptor == NoDescriptor)
        {
            TellLater(opened, SocketOutcome.Failed);
            return;
        }
        opened.Connecting = transport == Transport.Tcp;
        if (opened.KeepAliveSeconds > 0 && !keepAliveIsOff) Sockets.KeepAlive(opened.Descriptor, opened.KeepAliveSeconds);
        Epoll.Register(opened.Descriptor, opened.Connecting ? Readiness.Writable : Readiness.Readable, opened.Tag);
        SocketAddress destination = network.Destination(server, serverPort);
        int error = Sockets.Connect(opened.Descriptor, new Ipv4EndPoint(destination.Address.Value, destination.Port));
        if (error is not (Errno.None or Errno.InProgress)) TellLater(opened, MessageStream.OutcomeOf(-error));
    }

    public void Send(int socket, in Message message)
    {
        if (Table.At(socket) is { Descriptor: >= 0 } open) SendTo(open, message);
    }

    public void Close(int socket) => Table.Close(socket);

    protected override void OnMessage(int socket, in Message message, long now) => Engine.OnMessage(now, socket, message);

    protected override void Tell(int socket, SocketOutcome outcome, long now)
    {
        if (outcome == SocketOutcome.Reset) Engine.OnReset(now, socket);
        else if (outcome == SocketOutcome.TimedOut) Engine.OnTimedOut(now, socket);
        else if (outcome == SocketOutcome.Closed) Engine.OnClosed(now, socket);
        else Engine.OnLocalFailure(now, socket);
    }

    /// <summary>No descriptor left, or the port is in use: ours to answer for, never the NAT's.</summary>
    private int TryBind(Transport transport, ushort sourcePort)
    {
        Ipv4EndPoint local = new(address, sourcePort);
        try
        {
            return transport == Transport.Udp ? Sockets.OpenUdp(local) : Sockets.OpenTcp(local);
        }
        catch (LinuxException)
        {
            return NoDescriptor;
        }
    }

    private void FinishConnecting(HostSocket socket, long now)
    {
        int error = Sockets.TakeError(socket.Descriptor);
        if (error != Errno.None)
        {
            Report(socket, MessageStream.OutcomeOf(-error), now);
            return;
        }
        socket.Connecting = false;
        Epoll.Change(socket.Descriptor, Readiness.Readable, socket.Tag);
        Engine.OnConnected(now, socket.Number);
    }

    private void ReceiveDatagrams(HostSocket socket, long now)
    {
        while (Table.Holds(socket))
        {
            int received = Descriptors.Read(socket.Descriptor, Incoming);
            if (received == -Errno.TryAgain) return;
            if (received < 0) Report(socket, MessageStream.OutcomeOf(received), now);
            else if (Message.TryRead(Incoming.AsSpan(0, received), out Message message)) OnMessage(socket.Number, message, now);
            else LocalFailures++;
        }
    }
}
