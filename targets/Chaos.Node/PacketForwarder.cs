using Chaos.Linux;
using Chaos.Nat;

namespace Chaos.Node;

/// <summary>Where packets come from and go to.</summary>
internal interface IPacketPort
{
    /// <summary>The next packet's length in bytes; not above 0 when none waits.</summary>
    int Read(Span<byte> buffer);

    bool Write(ReadOnlySpan<byte> packet);
}

/// <summary>The tun as a port.</summary>
internal sealed class TunPort(Tun tun) : IPacketPort
{
    public int Read(Span<byte> buffer) => Descriptors.Read(tun.Descriptor, buffer);

    public bool Write(ReadOnlySpan<byte> packet) => Descriptors.Write(tun.Descriptor, packet) == packet.Length;
}

/// <summary>Packet in, datapath, packet (or the host's answer) out. Allocates nothing per packet; whatever comes in, it goes on.</summary>
internal sealed class PacketForwarder(IPacketPort port, NatDatapath datapath)
{
    /// <summary>So that a flood cannot keep the control channel waiting.</summary>
    private const int PacketsPerTurn = 64;

    /// <summary>One thread forwards, so one CPU acts on the map.</summary>
    private const int Cpu = 0;

    private readonly byte[] packet = new byte[65536];
    private readonly byte[] answer = new byte[PuntAnswer.MaximumBytes];

    /// <summary>Packets that the kernel did not take.</summary>
    public long WriteFailures { get; private set; }

    /// <summary>Forwards what waits, up to a share. Returns how many packets came in.</summary>
    public int Turn(RunClock clock)
    {
        for (int count = 0; count < PacketsPerTurn; count++)
        {
            int length = port.Read(packet);
            if (length <= 0) return count;
            Forward(packet.AsSpan(0, length), clock.Now);
        }
        return PacketsPerTurn;
    }

    private void Forward(Span<byte> bytes, long now)
    {
        Verdict verdict = datapath.Process(bytes, now, Cpu);
        switch (verdict.Kind)
        {
            case VerdictKind.Forward:
                Write(bytes);
                break;
            case VerdictKind.Punt:
                int length = PuntAnswer.Write(bytes, answer);
                if (length > 0) Write(answer.AsSpan(0, length));
                break;
            case VerdictKind.Drop:
                break;
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (!port.Write(bytes)) WriteFailures++;
    }
}
