using Chaos.Linux;
using Chaos.Model;
using Chaos.Packets;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// Our TCP on one side of a tun device, the running kernel's on the other, in real time and in a namespace that nothing else is in.
/// One thread does everything. Each wait has a deadline; a missed deadline fails the test and prints the capture.
/// </summary>
internal sealed class KernelWorld : IDisposable
{
    public const ushort KernelPort = 80, OurPort = 40000;

    /// <summary>A kernel that is offered no segment size takes this one (TCP_MSS_DEFAULT): its segments end where messages end.</summary>
    public const int FullMessage = 536;

    /// <summary>From the benchmarking range (RFC 2544).</summary>
    public static readonly Ipv4Address KernelAddress = Ipv4Address.Parse("198.18.0.1");
    public static readonly Ipv4Address OurAddress = Ipv4Address.Parse("198.18.0.2");

    /// <summary>Of a connection that we open.</summary>
    public static readonly FiveTuple Tuple = new(IpProtocol.Tcp, OurAddress, OurPort, KernelAddress, KernelPort);

    /// <summary>The loop does not poll the kernel's sockets, so it checks the test's condition at least this often.</summary>
    private const int LookMilliseconds = 5;

    private readonly RunClock clock = new(TimeProvider.System);
    private readonly TunDevice tun = new();
    private readonly Epoll epoll = new();
    private readonly byte[] buffer = new byte[ushort.MaxValue];
    private readonly List<KernelSocket> sockets = [];
    private KernelSocket? listener;
    private ushort echoes;
    private int echoesAnswered, packetsFromKernel;

    private KernelWorld()
    {
        clock.EpochNanoseconds = clock.RawNanoseconds;
        tun.Configure(KernelAddress.Value);
        epoll.Register(tun.Descriptor, Readiness.Readable, 0);
        HandToUs = packet => Ours!.Arrive(packet);
        Ours = new OurHost(() => clock.Now, packet => Wire!.Take(Now, fromKernel: false, packet));
        Wire = new Wire(
            packet => tun.Write(packet),
            packet =>
            {
                PacketsDelivered++;
                HandToUs(packet);
            });
    }

    public OurHost Ours { get; }

    public Wire Wire { get; }

    public Capture Capture => Wire.Capture;

    public long Now => clock.Now;

    /// <summary>Packets of the kernel that were delivered to us.</summary>
    public int PacketsDelivered { get; private set; }

    /// <summary>Packets that the kernel had sent before its last echo reply. What follows was sent by a timer.</summary>
    public int PacketsBeforeEcho { get; private set; }

    /// <summary>Receiver of the kernel's packets: our host, unless a test replaces it.</summary>
    public Action<byte[]> HandToUs { get; set; }

    /// <summary>Runs a test in a world of its own, on a thread of its own.</summary>
    public static Task<T> RunAsync<T>(Func<KernelWorld, T> body) => NetworkNamespace.RunAsync(() =>
    {
        using KernelWorld world = new();
        return body(world);
    });

    public static Task RunAsync(Action<KernelWorld> body) => RunAsync(world =>
    {
        body(world);
        return true;
    });

    /// <summary>The program of the kernel that listens; there is one at most.</summary>
    public KernelSocket Listen()
    {
        if (listener is null) sockets.Add(listener = KernelSocket.Listening(new Ipv4EndPoint(KernelAddress.Value, KernelPort)));
        return listener;
    }

    /// <summary>A kernel program starts to connect to us.</summary>
    public KernelSocket ConnectToUs(ushort ourPort = OurHost.ListeningPort)
    {
        KernelSocket socket = KernelSocket.Connecting(
            new Ipv4EndPoint(KernelAddress.Value, KernelPort), new Ipv4EndPoint(OurAddress.Value, ourPort));
        sockets.Add(socket);
        return socket;
    }

    public KernelSocket Accept(KernelSocket listening)
    {
        KernelSocket? accepted = null;
        RunUntil(() => (accepted = listening.TryAccept()) is not null, "the kernel's program accepts");
        sockets.Add(accepted!);
        return accepted!;
    }

    /// <summary>A connection that we have opened, and the kernel's end of it.</summary>
    public KernelSocket Connected(long keepAlive = 0)
    {
        KernelSocket program = Listen();
        Ours.Connect(Tuple, keepAlive);
        return Accept(program);
    }

    /// <summary>The state of the kernel's end of the connection to our port.</summary>
    public string KernelState(ushort ourPort = OurPort) => KernelStates.Of(KernelPort, ourPort);

    /// <summary>The kernel has acknowledged all that we sent, and has no room for another message.</summary>
    public bool IsKernelWindowClosed()
    {
        TcpNumbers told = Capture.Packets.LastOrDefault(packet => packet.FromKernel).Numbers;
        return told.Window < FullMessage && told.Acknowledgment == Ours.Connection?.Numbers.SendNext;
    }

    public static Message MessageOf(uint number, int length = FullMessage) => new(MessageKind.Data, false, 1, number, length);

    /// <summary>Runs both sides until the condition holds. A condition that does not hold in time fails the test.</summary>
    public void RunUntil(Func<bool> isSo, string what, int seconds = 10)
    {
        long deadline = Now + (seconds * TcpTimes.Second);
        while (!isSo())
        {
            if (Now >= deadline) throw new TimeoutException($"not within {seconds} s: {what}; {Describe()}");
            Turn(deadline);
        }
    }

    /// <summary>
    /// Runs until the kernel has sent all immediate answers: it answers an echo request after all earlier packets, and the reply passes
    /// through the same queue.
    /// </summary>
    public void RunUntilQuiet()
    {
        byte[] request = new byte[Ipv4Packet.MinimumHeaderBytes + IcmpMessage.HeaderBytes];
        IcmpMessage.WriteEcho(request, IcmpType.EchoRequest, OurAddress, KernelAddress, 1, ++echoes, []);
        tun.Write(request);
        RunUntil(() => echoesAnswered == echoes && Wire.NextDue == long.MaxValue, "the kernel answers an echo request");
    }

    public string Describe() =>
        $"ours {Ours.State}, told [{string.Join(", ", Ours.Told)}], received {Ours.Received.Count}; packets:\n{Capture.Tail()}";

    public void Dispose()
    {
        foreach (KernelSocket socket in sockets) socket.Dispose();
        epoll.Dispose();
        tun.Dispose();
    }

    private void Turn(long deadline)
    {
        long now = Now;
        long look = Math.Min(deadline, now + (LookMilliseconds * TcpTimes.Millisecond));
        long due = Math.Min(look, Math.Min(Wire.NextDue, Ours.Stack.NextDue));
        // Rounded up: a wait that ends too early would spin.
        epoll.Wait((int)((Math.Max(0, due - now) + TcpTimes.Millisecond - 1) / TcpTimes.Millisecond));
        for (int length = tun.Read(buffer); length > 0; length = tun.Read(buffer)) TakeFromKernel(buffer.AsSpan(0, length));
        Wire.Advance(Now);
        Ours.Stack.Advance();
    }

    private void TakeFromKernel(Span<byte> bytes)
    {
        // The kernel also sends IPv6 router solicitations and multicast reports.
        if (!Ipv4Packet.TryParse(bytes, out Ipv4Packet packet, out _)) return;
        if (packet.Protocol == IpProtocol.Icmp && IcmpMessage.Type(packet) == IcmpType.EchoReply)
        {
            echoesAnswered++;
            PacketsBeforeEcho = packetsFromKernel;
        }
        else if (packet.Protocol == IpProtocol.Tcp || packet.Protocol == IpProtocol.Icmp)
        {
            packetsFromKernel++;
            Wire.Take(Now, fromKernel: true, bytes.ToArray());
        }
    }
}
