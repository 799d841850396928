using System.Globalization;
using Chaos.Model;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>A megabyte over a wire that loses, reorders and doubles packets.</summary>
public sealed class TransferTests
{
    /// <summary>1,048,952 bytes.</summary>
    private const int Messages = 1957;

    private const int Seconds = 60;

    private static readonly LinkConditions badWire = new()
    {
        Delay = TcpTimes.Millisecond,
        Loss = 0.02,
        Reorder = 0.05,
        ReorderBy = 3 * TcpTimes.Millisecond,
        Duplicate = 0.02,
    };

    [NamespaceTheory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public Task A_megabyte_arrives_in_order_and_once_over_a_bad_wire(bool weSend, bool kernelSends) => KernelWorld.RunAsync(world =>
    {
        // A multiple of the message size: a kernel that fills the window cuts its last segment at the edge of the window.
        world.Ours.Window = ushort.MaxValue / KernelWorld.FullMessage * KernelWorld.FullMessage;
        KernelSocket program = world.Connected();
        world.Wire.SetConditions(badWire);
        uint sentByKernel = kernelSends ? 0u : Messages;
        if (weSend)
            for (uint number = 0; number < Messages; number++) world.Ours.Send(KernelWorld.MessageOf(number));

        world.RunUntil(
            () =>
            {
                while (sentByKernel < Messages && program.TrySend(KernelWorld.MessageOf(sentByKernel))) sentByKernel++;
                program.Read();
                return (!weSend || program.Received.Count >= Messages) && (!kernelSends || world.Ours.Received.Count >= Messages);
            },
            "all messages have arrived", Seconds);
        world.Wire.SetConditions(new() { Delay = 0 });
        world.RunUntilQuiet();

        IEnumerable<uint> all = Enumerable.Range(0, Messages).Select(number => (uint)number);
        Assert.Equal(weSend ? all : [], program.Received);
        Assert.Equal(kernelSends ? all : [], world.Ours.Received);
        Assert.Equal(["connected"], world.Ours.Told);
        foreach (Fate fate in new[] { Fate.Lost, Fate.Late, Fate.Twice })
            Assert.True(world.Capture.Count(packet => packet.Fate == fate) >= 20, $"too few packets with this fate: {fate}");
        ResultTable.Add(
            kernelSends ? weSend ? "sends and receives" : "sends" : "receives", Describe(world),
            row: weSend && kernelSends ? "both at once" : weSend ? "ours" : "the kernel's");
    });

    private static string Describe(KernelWorld world)
    {
        Capture capture = world.Capture;
        int ours = capture.Count(packet => !packet.FromKernel && packet.Length > 0);
        int kernels = capture.Count(packet => packet.FromKernel && packet.Length > 0);
        (int lost, int late, int twice) = (Number(Fate.Lost), Number(Fate.Late), Number(Fate.Twice));
        double seconds = (double)world.Now / TcpTimes.Second;
        return string.Create(CultureInfo.InvariantCulture,
            $"> data x {ours}, < data x {kernels}; {lost} packets lost, {late} late, {twice} twice; {seconds:0.0} s");

        int Number(Fate fate) => capture.Count(packet => packet.Fate == fate);
    }
}
