using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>Our stack as a subject. A millisecond passes before each segment, more where the script waits.</summary>
internal sealed class OurSubject : Subject
{
    private readonly List<byte[]> sent = [];
    private long now = TcpTimes.Second;
    private OurHost host;

    public OurSubject(ushort scriptPort)
        : base(scriptPort) => host = NewHost(listeningPort: 0);

    public override string State
    {
        get
        {
            if (host.Stack.Count > 0) return (host.Connection?.State ?? TcpState.SynReceived).ToString();
            if (host.Connection?.State != TcpState.TimeWait) return nameof(TcpState.Closed);
            // A tuple that rests refuses a new connection.
            bool rests = host.Stack.Connect(FromScript.Reversed(), 2, 0) is null;
            return (rests ? TcpState.TimeWait : TcpState.Closed).ToString();
        }
    }

    public override void Listen() => host = NewHost(KernelWorld.KernelPort);

    public override void Connect()
    {
        host.Connect(FromScript.Reversed());
        Note(sent);
    }

    public override void Accept() => Assert.NotNull(host.Connection);

    public override void FinishSending() => host.Connection!.FinishSending();

    public override void Close() => host.Stack.Close(host.Connection!);

    protected override List<byte[]> Deliver(byte[] packet, bool waits)
    {
        sent.Clear();
        now += TcpTimes.Millisecond;
        host.Arrive(packet);
        if (waits)
        {
            // Longer than an acknowledgment waits at first, and shorter than any other timer.
            now += 2 * TcpTimes.AcknowledgmentDelay;
            host.Stack.Advance();
        }

        return [.. sent];
    }

    private OurHost NewHost(ushort listeningPort) => new(() => now, sent.Add, listeningPort);
}
