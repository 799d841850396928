using Chaos.Linux;
using Chaos.Model;
using Chaos.Packets;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>Failed attempts to connect: RST, and ICMP destination unreachable.</summary>
public sealed class RefusalTests
{
    private const int NetworkUnreachable = 101, HostUnreachable = 113, ProtocolUnavailable = 92;

    [NamespaceFact]
    public Task The_kernel_refuses_us_where_nobody_listens() => KernelWorld.RunAsync(world =>
    {
        world.Ours.Connect(KernelWorld.Tuple);
        world.RunUntil(() => world.Ours.Told.Count > 0, "we are refused");

        Assert.Equal(["reset"], world.Ours.Told);
        Assert.Equal(["> S", "< RA"], world.Capture.Names);
        ResultTable.Add("has no listener", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task We_refuse_the_kernel_where_nobody_listens() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.ConnectToUs(ourPort: 81);
        world.RunUntil(() => program.TakeError() != Errno.None, "the kernel is refused");

        Assert.Equal(Errno.ConnectionRefused, program.Error);
        Assert.Equal(["< S", "> RA"], world.Capture.Names);
        ResultTable.Add("connects", world.Capture.Summary());
    });

    [NamespaceTheory]
    [InlineData(IcmpUnreachableCode.Network, NetworkUnreachable)]
    [InlineData(IcmpUnreachableCode.Host, HostUnreachable)]
    [InlineData(IcmpUnreachableCode.Protocol, ProtocolUnavailable)]
    [InlineData(IcmpUnreachableCode.Port, Errno.ConnectionRefused)]
    public Task Icmp_ends_an_attempt_to_connect_of_the_kernel_and_of_ours(IcmpUnreachableCode code, int error) =>
        KernelWorld.RunAsync(world =>
        {
            world.Ours.UnreachableCode = code;
            KernelSocket program = world.ConnectToUs(ourPort: 81);
            world.RunUntil(() => program.TakeError() != Errno.None, "the kernel's attempt ends");
            string sent = world.Capture.Summary();
            OurHost ours = new(() => world.Now, _ => { });
            ours.Connect(KernelWorld.Tuple);
            ours.Stack.OnUnreachable(KernelWorld.Tuple, ours.Connection!.Numbers.SendNext.Plus(-1), code);

            Assert.Equal(error, program.Error);
            Assert.Equal(["reset"], ours.Told);
            ResultTable.Add($"connects, gets error {error}", sent, row: code.ToString());
        });

    [NamespaceFact]
    public Task Icmp_about_another_segment_ends_no_attempt_to_connect_of_the_kernel_and_none_of_ours() => KernelWorld.RunAsync(world =>
    {
        world.Ours.UnreachableCode = IcmpUnreachableCode.Port;
        world.Ours.UnreachableOffset = 1000;
        KernelSocket program = world.ConnectToUs();
        world.RunUntil(() => world.Capture.Count(packet => packet.Protocol == IpProtocol.Icmp) == 1, "our ICMP error is sent");
        world.RunUntilQuiet();
        OurHost ours = new(() => world.Now, _ => { });
        ours.Connect(KernelWorld.Tuple);
        ours.Stack.OnUnreachable(KernelWorld.Tuple, ours.Connection!.Numbers.SendNext.Plus(999), IcmpUnreachableCode.Port);

        Assert.Equal(Errno.None, program.TakeError());
        Assert.Equal("SynSent", world.KernelState(OurHost.ListeningPort));
        Assert.Equal(TcpState.SynSent, ours.State);
        ResultTable.Add("connects, goes on", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task An_icmp_error_of_the_kernel_ends_our_attempt_to_connect() => KernelWorld.RunAsync(world =>
    {
        // A router without a route sends the error; a host that does not forward drops the packet silently.
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        world.Ours.Connect(KernelWorld.Tuple with { DestinationAddress = Ipv4Address.Parse("203.0.113.1") });
        world.RunUntil(() => world.Ours.Told.Count > 0, "our attempt ends");

        Assert.Equal(["reset"], world.Ours.Told);
        Assert.Equal(["> S", "< icmp unreachable 0"], world.Capture.Names);
        ResultTable.Add("is a router without a route", world.Capture.Summary());
    });

    [NamespaceFact]
    public Task Icmp_ends_no_connection_of_the_kernel_and_none_of_ours() => KernelWorld.RunAsync(world =>
    {
        KernelSocket program = world.Connected();
        Assert.True(program.TrySend(KernelWorld.MessageOf(1)));
        world.Ours.UnreachableCode = IcmpUnreachableCode.Port;
        world.RunUntil(() => world.Capture.Count(packet => packet.Protocol == IpProtocol.Icmp) == 1, "our ICMP error is sent");
        world.Ours.UnreachableCode = null;
        world.Ours.Stack.OnUnreachable(
            KernelWorld.Tuple, world.Ours.Connection!.Numbers.SendNext.Plus(-1), IcmpUnreachableCode.Port);
        world.RunUntil(() => world.Ours.Received.Count == 1, "the kernel's message arrives when it is sent again");

        Assert.Equal(Errno.None, program.TakeError());
        Assert.Equal(["connected"], world.Ours.Told);
        ResultTable.Add("sends, gets ICMP port unreachable, sends again", world.Capture.Summary());
    });
}
