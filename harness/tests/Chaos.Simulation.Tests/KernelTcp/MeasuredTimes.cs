using Chaos.Packets;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>Packets that one side sends without an answer, and the milliseconds between them.</summary>
internal sealed record Measured(long[] Waits, string Exchanged);

/// <summary>
/// The same events for the kernel and for us, each in its own world. All worlds run in parallel, so the total is the longest one.
/// </summary>
public sealed class MeasuredTimes
{
    /// <summary>Our interval is shorter than the kernel's, which is set in seconds.</summary>
    internal const long OurKeepAliveMilliseconds = 300;

    internal const int KernelKeepAliveSeconds = 1, KernelKeepAliveProbes = 2;

    private const int Seconds = 12;
    private const TcpFlags Syn = TcpFlags.Syn, Ack = TcpFlags.Ack, Fin = TcpFlags.Fin, Rst = TcpFlags.Rst;

    internal Task<Measured> KernelSyn { get; } = KernelWorld.RunAsync(world =>
    {
        world.Wire.Loses = _ => true;
        world.ConnectToUs();
        return Measure(world, 4, packet => packet.FromKernel && packet.Has(Syn));
    });

    internal Task<Measured> OurSyn { get; } = KernelWorld.RunAsync(world =>
    {
        world.Wire.Loses = _ => true;
        world.Ours.Connect(KernelWorld.Tuple);
        return Measure(world, 4, packet => !packet.FromKernel && packet.Has(Syn));
    });

    internal Task<Measured> KernelSynAck { get; } = KernelWorld.RunAsync(world =>
    {
        world.Wire.Loses = AllButTheFirst(packet => !packet.FromKernel);
        world.Listen();
        world.Ours.Connect(KernelWorld.Tuple);
        return Measure(world, 3, packet => packet.FromKernel && packet.Has(Syn | Ack));
    });

    internal Task<Measured> OurSynAck { get; } = KernelWorld.RunAsync(world =>
    {
        world.Wire.Loses = AllButTheFirst(packet => packet.FromKernel);
        world.ConnectToUs();
        return Measure(world, 3, packet => !packet.FromKernel && packet.Has(Syn | Ack));
    });

    internal Task<Measured> KernelData { get; } = KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        world.Wire.Loses = _ => true;
        Assert.True(program.TrySend(KernelWorld.MessageOf(1)));
        return Measure(world, 5, packet => packet is { FromKernel: true, Length: > 0 });
    });

    internal Task<Measured> OurData { get; } = KernelWorld.RunAsync(world =>
    {
        world.Connected();
        world.Wire.Loses = _ => true;
        world.Ours.Send(KernelWorld.MessageOf(1));
        return Measure(world, 5, packet => packet is { FromKernel: false, Length: > 0 });
    });

    internal Task<Measured> KernelFin { get; } = KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        world.Wire.Loses = _ => true;
        program.Close();
        return Measure(world, 5, packet => packet.FromKernel && packet.Has(Fin));
    });

    internal Task<Measured> OurFin { get; } = KernelWorld.RunAsync(world =>
    {
        world.Connected();
        world.Wire.Loses = _ => true;
        world.Ours.Stack.Close(world.Ours.Connection!);
        return Measure(world, 5, packet => !packet.FromKernel && packet.Has(Fin));
    });

    internal Task<Measured> KernelWindowProbes { get; } = KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        world.Ours.Window = 0;
        world.Ours.Send(KernelWorld.MessageOf(1));
        world.RunUntilQuiet();
        // Our segment had a window of 0, so the kernel sends probes only.
        long from = world.Now;
        Assert.True(program.TrySend(KernelWorld.MessageOf(1)));
        return Measure(world, 4, packet => packet is { FromKernel: true, Length: 0 }, from);
    });

    internal Task<Measured> OurWindowProbes { get; } = KernelWorld.RunAsync(world =>
    {
        world.Connected();
        // The kernel's program does not read, so our data fills the window.
        for (uint number = 0; number < 400; number++) world.Ours.Send(KernelWorld.MessageOf(number));
        world.RunUntil(() => world.IsKernelWindowClosed(), "the kernel's window is closed");
        long from = world.Capture.Packets.Last(packet => packet.FromKernel).At;
        return Measure(world, 4, packet => packet is { FromKernel: false, Length: 0 }, from);
    });

    internal Task<Measured> KernelKeepAlive { get; } = KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        program.SetKeepAlive(KernelKeepAliveSeconds, KernelKeepAliveSeconds, KernelKeepAliveProbes);
        world.Wire.Loses = _ => true;
        Measured measured = Measure(world, 2 + KernelKeepAliveProbes, packet => packet.FromKernel);
        Assert.Equal("< RA (lost)", world.Capture.Names.Last());
        return measured;
    });

    internal Task<Measured> OurKeepAlive { get; } = KernelWorld.RunAsync(world =>
    {
        world.Connected(OurKeepAliveMilliseconds * TcpTimes.Millisecond);
        world.Wire.Loses = _ => true;
        // The acknowledgment of the handshake, the probes and the RST.
        Measured measured = Measure(world, 3 + TcpTimes.KeepAliveProbes, packet => !packet.FromKernel);
        Assert.Equal("> RA (lost)", world.Capture.Names.Last());
        return measured with { Waits = measured.Waits[1..] };
    });

    /// <summary>Loses each packet but the first of a kind: the SYN that the other side answers.</summary>
    private static Func<Captured, bool> AllButTheFirst(Func<Captured, bool> which)
    {
        bool hasPassed = false;
        return packet =>
        {
            bool passes = !hasPassed && which(packet);
            hasPassed |= passes;
            return !passes;
        };
    }

    /// <param name="world">The world.</param>
    /// <param name="packets">How many to wait for.</param>
    /// <param name="which">Those that are measured.</param>
    /// <param name="from">Start of the first wait; by default the first packet.</param>
    private static Measured Measure(KernelWorld world, int packets, Func<Captured, bool> which, long? from = null)
    {
        bool Counts(Captured packet) => which(packet) && (from is null || packet.At > from);

        world.RunUntil(() => world.Capture.Count(Counts) >= packets, $"{packets} such packets are sent", Seconds);
        return new Measured(world.Capture.Waits(Counts, from), world.Capture.Summary());
    }
}
