using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>The source ports of one client, chosen as a Linux client chooses them.</summary>
/// <remarks>
/// UDP: a free port at random; it belongs to one socket. TCP: a port may serve several destinations at once, and one that this client closed towards a
/// destination rests for a minute (TIME_WAIT). The search is the double-hash selection of RFC 6056 section 3.3.4 as <c>__inet_hash_connect</c> has it:
/// each destination has its own place in the range and a step that is now and then longer; ports as odd or even as the first of the range come first,
/// the others when those are used up. Watched flows keep the port of their first life.
/// Not modelled: the hash itself (the place is drawn), destinations that share a slot of the kernel's table of steps, and reuse of a resting port by
/// timestamps (tcp_tw_reuse), which Linux allows on the loopback only.
/// </remarks>
internal sealed class SourcePorts
{
    /// <summary>How long a closed connection rests, and a little for the last handshake.</summary>
    private const long Rest = 62_000_000_000;

    /// <summary>UDP ports tried before the client gives up.</summary>
    private const int DatagramTries = 64;

    /// <summary>A step is now and then up to this many pairs of ports longer.</summary>
    private const int LongestNoise = 8;

    private readonly bool[] ofDatagrams = new bool[65536], ofWatchedConnections = new bool[65536];
    private readonly Dictionary<(int Server, ushort ServerPort), Destination> destinations = [];
    private readonly Queue<(long Until, Destination Destination, ushort Port)> resting = new();
    private readonly int minimum, count, mostConnections;

    public SourcePorts(TrafficPlan plan, int client)
    {
        minimum = plan.SourcePortMinimum;
        count = plan.SourcePortMaximum - minimum + 1;
        foreach (FlowPlan flow in plan.Flows)
        {
            bool isDatagrams = plan.Groups[flow.Group].Transport == Transport.Udp;
            if (flow.Client == client) (isDatagrams ? ofDatagrams : ofWatchedConnections)[flow.SourcePort] = true;
        }

        foreach (ushort port in plan.ReservedPorts) ofDatagrams[port] = ofWatchedConnections[port] = true;
        mostConnections = count - ofWatchedConnections.Count(isWatched => isWatched);
    }

    public bool TryTake(ref RandomStream random, long now, Transport transport, int server, ushort serverPort, out ushort port) =>
        transport == Transport.Udp ? TryTakeForDatagrams(ref random, out port) : TryTakeForConnection(ref random, now, server, serverPort, out port);

    /// <param name="now">When it was closed.</param>
    /// <param name="transport">UDP or TCP.</param>
    /// <param name="port">The source port.</param>
    /// <param name="server">The destination's.</param>
    /// <param name="serverPort">The destination's.</param>
    /// <param name="rests">This client closed a TCP connection first.</param>
    public void Return(long now, Transport transport, ushort port, int server, ushort serverPort, bool rests)
    {
        if (transport == Transport.Udp) ofDatagrams[port] = false;
        else if (rests) resting.Enqueue((now + Rest, destinations[(server, serverPort)], port));
        else destinations[(server, serverPort)].Busy.Remove(port);
    }

    private bool TryTakeForDatagrams(ref RandomStream random, out ushort port)
    {
        for (int attempt = 0; attempt < DatagramTries; attempt++)
        {
            port = (ushort)(minimum + random.NextBelow(count));
            if (ofDatagrams[port]) continue;
            ofDatagrams[port] = true;
            return true;
        }

        port = 0;
        return false;
    }

    private bool TryTakeForConnection(ref RandomStream random, long now, int server, ushort serverPort, out ushort port)
    {
        while (resting.TryPeek(out (long Until, Destination Destination, ushort Port) first) && first.Until <= now)
        {
            resting.Dequeue();
            first.Destination.Busy.Remove(first.Port);
        }

        if (!destinations.TryGetValue((server, serverPort), out Destination? destination))
            destinations[(server, serverPort)] = destination = new Destination { Place = random.NextBelow(count) };
        int even = Math.Max(1, count & ~1);
        int offset = (int)(destination.Place % even) & ~1;
        for (int parity = 0; parity < Math.Min(2, count) && destination.Busy.Count < mostConnections; parity++)
        {
            for (int passed = 0; passed < even; passed += 2)
            {
                port = (ushort)(minimum + ((offset + parity + passed) % even));
                if (ofWatchedConnections[port] || !destination.Busy.Add(port)) continue;
                destination.Place += Math.Max(passed, 2 * random.NextBelow(LongestNoise)) + 2;
                return true;
            }
        }

        port = 0;
        return false;
    }

    /// <summary>What a client remembers of a destination.</summary>
    private sealed class Destination
    {
        /// <summary>Where in the range the next search begins.</summary>
        public long Place { get; set; }

        /// <summary>Ports of connections to it, and of those that rest.</summary>
        public HashSet<ushort> Busy { get; } = [];
    }
}
