using Chaos.Control;
using Chaos.Model;

namespace Chaos.Containers.Topologies;

/// <summary>
/// Shows, before a run, that the NAT is in the path: a server sees a client's packet come from the translated address, and a packet from
/// the server to the client's own address does not pass. Survival behind a NAT that packets avoid would say nothing.
/// </summary>
internal sealed class PathProof(Topology topology, NetworkPlan network, TimeProvider time)
{
    private const ushort FirstPort = 61000;

    /// <summary>Odd numbers go from the server to the client's own address, even ones through the NAT.</summary>
    private const int Direct = 1, Through = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Again = TimeSpan.FromMilliseconds(200);

    private readonly ContainerProgram client = topology.Clients[0], server = topology.Servers[0];
    private SocketAddress? translated, direct;
    private int open;

    private SocketAddress ClientSocket => new(network.Client(0), Port);

    private SocketAddress ServerSocket => new(network.Server(0), Port);

    private bool HasPassed => direct is { } passed && passed.Address == network.Server(0);

    private ushort Port => (ushort)Enumerable.Range(FirstPort, ushort.MaxValue - FirstPort)
        .First(port => !network.ServerPorts.Contains((ushort)port));

    /// <exception cref="DockerUnavailableException">The NAT is not in the path; the message has what was seen.</exception>
    /// <exception cref="TopologyException">A program ended.</exception>
    public async Task RunAsync(string target, CancellationToken cancellation)
    {
        await SendAsync(new OpenProbe(Port), cancellation);
        await UntilAsync(() => open == 2, null, cancellation);
        // The packet that must not pass goes first, and again once the other way is known to work.
        await server.SendAsync(new SendProbe(Direct, ClientSocket), cancellation);
        await UntilAsync(() => translated is not null, new SendProbe(Through, ServerSocket), cancellation);
        if (translated is not { } seen)
            throw Refuse($"no packet from a client has reached a server through the target {target} in {Limit.TotalSeconds:0} s");
        if (seen.Address != network.EgressAddress)
        {
            // One more round, so that it is known whether the direct packet passed: a client's packet can be the answer to it.
            translated = null;
            await UntilAsync(() => translated is not null, new SendProbe(Through, ServerSocket), cancellation);
            throw Refuse($"the target {target} is not in the path: a server saw a client's packet from {seen.Address}:{seen.Port}, and not "
                + $"from {network.EgressAddress}{(HasPassed ? $"; and a client's own address was reached without a mapping" : "")}");
        }

        translated = null;
        await server.SendAsync(new SendProbe(Direct, ClientSocket), cancellation);
        await UntilAsync(() => translated is not null, new SendProbe(Through, ServerSocket), cancellation);
        if (HasPassed)
            throw Refuse($"the target {target} lets packets pass it: a client's own address {network.Client(0)} was reached from "
                + $"{direct} without a mapping");
        await SendAsync(new CloseProbe(), cancellation);
    }

    private static DockerUnavailableException Refuse(string seen) => new(seen, "chaos doctor, and see what the NAT forwards");

    private Task SendAsync(ControlMessage message, CancellationToken cancellation) =>
        Task.WhenAll(client.SendAsync(message, cancellation), server.SendAsync(message, cancellation));

    /// <summary>Waits until the condition holds or the time is over, and lets the client repeat its probe.</summary>
    private async Task UntilAsync(Func<bool> holds, SendProbe? probe, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        while (!holds() && time.GetElapsedTime(began) < Limit)
        {
            if (probe is not null) await client.SendAsync(probe, cancellation);
            using CancellationTokenSource pause = new(Again, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellation);
            try
            {
                while (!holds()) Take(await topology.Events.ReadAsync(either.Token));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Time for another probe.
            }
        }
    }

    private void Take(ProgramEvent happened)
    {
        happened.ThrowIfFailed();
        switch (happened)
        {
            case ProgramSaid { Message: ProbeOpened }:
                open++;
                break;
            case ProgramSaid { Message: ProbeSeen { Number: Through } seen } said when said.Program == server:
                translated = seen.From;
                break;
            case ProgramSaid { Message: ProbeSeen { Number: Direct } seen } said when said.Program == client:
                direct = seen.From;
                break;
        }
    }
}
