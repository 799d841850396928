using Chaos.Packets;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>The kernel as a subject. An echo request after each segment shows that no immediate answer is outstanding.</summary>
internal sealed class KernelSubject : Subject
{
    private readonly List<(int Number, byte[] Packet)> sent = [];
    private readonly KernelWorld world;
    private readonly ushort scriptPort;
    private KernelSocket? program;

    public KernelSubject(KernelWorld world, ushort scriptPort)
        : base(scriptPort)
    {
        (this.world, this.scriptPort) = (world, scriptPort);
        world.HandToUs = Keep;
    }

    public override string State => world.KernelState(scriptPort);

    public override void Listen() => world.Listen();

    public override void Connect()
    {
        program = world.ConnectToUs(scriptPort);
        world.RunUntilQuiet();
        Note(sent.Select(packet => packet.Packet));
    }

    public override void Accept() => program = world.Accept(world.Listen());

    public override void FinishSending()
    {
        program!.ShutDownWriting();
        world.RunUntilQuiet();
    }

    public override void Close()
    {
        program!.Close();
        world.RunUntilQuiet();
    }

    protected override List<byte[]> Deliver(byte[] packet, bool waits)
    {
        sent.Clear();
        world.Wire.Take(world.Now, fromKernel: false, packet);
        world.RunUntilQuiet();
        if (waits) world.RunUntil(() => sent.Count > 0, "the kernel answers");
        return [.. sent.Where(packet => waits || packet.Number <= world.PacketsBeforeEcho).Select(packet => packet.Packet)];
    }

    /// <summary>Connections of earlier subjects may still retransmit.</summary>
    private void Keep(byte[] packet)
    {
        if (Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out _) && parsed.Tuple.DestinationPort == scriptPort)
            sent.Add((world.PacketsDelivered, packet));
    }
}
