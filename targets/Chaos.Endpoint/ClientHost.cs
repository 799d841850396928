using Chaos.Control;
using Chaos.Linux;
using Chaos.Traffic;
using Transport = Chaos.Traffic.Transport;

namespace Chaos.Endpoint;

/// <summary>A client: one kernel socket for each flow, bound to the planned source port; UDP sockets are connected too.</summary>
internal sealed class ClientHost : EndpointHost, IClientSockets
{
    private const int NoDescriptor = -1;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly uint address;
    private readonly uint[] servers;

    public ClientHost(ConfigureEndpoint configuration, TrafficPlan plan, Epoll epoll, ITrafficObserver observer) : base(epoll, plan)
    {
        address = PlanReader.Address(configuration.Address);
        servers = [.. configuration.ServerAddresses.Select(PlanReader.Address)];
        Engine = new ClientTraffic(plan, configuration.Index, this, observer);
    }

    public ClientTraffic Engine { get; }

    public override TrafficEngine Traffic => Engine;

    protected override PressureCounters Pressure => Engine.Pressure;

    public override void OnReady(EpollEvent happened, long now)
    {
        if (Table.Find(happened.Tag) is not { } socket) return;
        if (socket.Connecting) FinishConnecting(socket, now);
        else if (socket.Stream is null) ReceiveDatagrams(socket, now);
        else OnStreamReady(socket, socket.Stream, happened.Readiness, now);
    }

    public void Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive)
    {
        HostSocket opened = Table.Put(socket, TryBind(transport, sourcePort, keepAlive), transport);
        if (opened.Descriptor == NoDescriptor)
        {
            TellLater(opened, SocketOutcome.Failed);
            return;
        }
        opened.Connecting = transport == Transport.Tcp;
        Epoll.Register(opened.Descriptor, opened.Connecting ? Readiness.Writable : Readiness.Readable, opened.Tag);
        int error = Sockets.Connect(opened.Descriptor, new Ipv4EndPoint(servers[server], serverPort));
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
    private int TryBind(Transport transport, ushort sourcePort, long keepAlive)
    {
        Ipv4EndPoint local = new(address, sourcePort);
        try
        {
            if (transport == Transport.Udp) return Sockets.OpenUdp(local);
            int descriptor = Sockets.OpenTcp(local);
            if (keepAlive > 0) Sockets.KeepAlive(descriptor, (int)(keepAlive / NanosecondsPerSecond));
            return descriptor;
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
