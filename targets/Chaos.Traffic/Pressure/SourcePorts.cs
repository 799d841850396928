using Chaos.Core;
using Chaos.Model;

namespace Chaos.Traffic.Pressure;

/// <summary>Allocates the source ports of one client as Linux does, for short flows and for later lives of watched flows.</summary>
/// <remarks>
/// <para>UDP: a random free port; each port belongs to one socket.</para>
/// <para>
/// TCP: one port may serve several destinations. A port that the client closed stays in TIME_WAIT for a minute, for that destination:
/// the address and port that the client connects to. Behind a node port that is one address, whichever server answers.
/// The search is the double-hash port selection of RFC 6056 section 3.3.4, as in <c>__inet_hash_connect</c>: each destination has its
/// own offset in the range, and a step that is sometimes longer. Ports with the parity of the first port of the range come first; the
/// other parity is used when those are taken.
/// </para>
/// <para>Watched flows keep the planned port of their first life.</para>
/// <para>
/// Not modelled: the hash (the offset is drawn), destinations that share a slot in the kernel's table of offsets, and reuse of TIME_WAIT
/// ports by timestamps (tcp_tw_reuse), which Linux allows on the loopback only.
/// </para>
/// </remarks>
internal sealed class SourcePorts
{
    /// <summary>TIME_WAIT, and some time for the last handshake.</summary>
    private const long TimeWait = 62_000_000_000;

    /// <summary>How many random ports a UDP socket tries.</summary>
    private const int UdpTries = 64;

    /// <summary>A step is sometimes longer, by fewer than this many pairs of ports.</summary>
    private const int StepNoise = 8;

    private readonly bool[] usedByUdp = new bool[65536], reservedForTcp = new bool[65536];
    private readonly NetworkPlan network;
    private readonly Dictionary<SocketAddress, Destination> destinations = [];
    private readonly Queue<(long Until, Destination Destination, ushort Port)> timeWaits = new();
    private readonly int minimum, count, mostConnections;

    public SourcePorts(TrafficPlan plan, NetworkPlan network, int client)
    {
        this.network = network;
        minimum = plan.SourcePortMinimum;
        count = plan.SourcePortMaximum - minimum + 1;
        foreach (FlowPlan flow in plan.Flows)
        {
            bool isUdp = plan.Groups[flow.Group].Transport == Transport.Udp;
            if (flow.Client == client) (isUdp ? usedByUdp : reservedForTcp)[flow.SourcePort] = true;
        }

        foreach (ushort port in plan.ReservedPorts) usedByUdp[port] = reservedForTcp[port] = true;
        mostConnections = count - reservedForTcp.Count(isReserved => isReserved);
    }

    public bool TryTake(ref RandomStream random, long now, Transport transport, int server, ushort serverPort, out ushort port) =>
        transport == Transport.Udp ? TryTakeUdp(ref random, out port) : TryTakeTcp(ref random, now, server, serverPort, out port);

    /// <param name="now">When the socket was closed.</param>
    /// <param name="transport">UDP or TCP.</param>
    /// <param name="port">The source port.</param>
    /// <param name="server">The server of the destination.</param>
    /// <param name="serverPort">The port of the destination.</param>
    /// <param name="entersTimeWait">TCP: this client closed the connection first.</param>
    public void Return(long now, Transport transport, ushort port, int server, ushort serverPort, bool entersTimeWait)
    {
        if (transport == Transport.Udp) usedByUdp[port] = false;
        else if (entersTimeWait) timeWaits.Enqueue((now + TimeWait, DestinationOf(server, serverPort), port));
        else DestinationOf(server, serverPort).UsedPorts.Remove(port);
    }

    private bool TryTakeUdp(ref RandomStream random, out ushort port)
    {
        for (int attempt = 0; attempt < UdpTries; attempt++)
        {
            port = (ushort)(minimum + random.NextBelow(count));
            if (usedByUdp[port]) continue;
            usedByUdp[port] = true;
            return true;
        }

        port = 0;
        return false;
    }

    private bool TryTakeTcp(ref RandomStream random, long now, int server, ushort serverPort, out ushort port)
    {
        EndTimeWaits(now);
        if (!destinations.TryGetValue(network.Destination(server, serverPort), out Destination? destination))
        {
            destination = new Destination { Offset = random.NextBelow(count) };
            destinations.Add(network.Destination(server, serverPort), destination);
        }

        int even = Math.Max(1, count & ~1);
        int offset = (int)(destination.Offset % even) & ~1;
        for (int parity = 0; parity < Math.Min(2, count) && destination.UsedPorts.Count < mostConnections; parity++)
        {
            for (int passed = 0; passed < even; passed += 2)
            {
                port = (ushort)(minimum + ((offset + parity + passed) % even));
                if (reservedForTcp[port] || !destination.UsedPorts.Add(port)) continue;
                destination.Offset += Math.Max(passed, 2 * random.NextBelow(StepNoise)) + 2;
                return true;
            }
        }

        port = 0;
        return false;
    }

    private Destination DestinationOf(int server, ushort serverPort) => destinations[network.Destination(server, serverPort)];

    private void EndTimeWaits(long now)
    {
        while (timeWaits.TryPeek(out (long Until, Destination Destination, ushort Port) first) && first.Until <= now)
        {
            timeWaits.Dequeue();
            first.Destination.UsedPorts.Remove(first.Port);
        }
    }

    /// <summary>The state of the search for one destination.</summary>
    private sealed class Destination
    {
        /// <summary>Where in the range the next search begins.</summary>
        public long Offset { get; set; }

        /// <summary>Ports of connections to the destination, TIME_WAIT included.</summary>
        public HashSet<ushort> UsedPorts { get; } = [];
    }
}
