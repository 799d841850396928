using System.Globalization;
using Chaos.Linux;

namespace Chaos.Benchmarks.Nodes;

/// <summary>
/// The programs that load a node; each runs inside the network of a client or a server. Servers listen until their input ends.
/// </summary>
internal static class Loads
{
    public const int FirstPort = 9000;

    /// <summary>So that many connections need no source port twice.</summary>
    public const int Ports = 16;

    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1.5);

    public static int Run(string name, string server, string client) => name switch
    {
        "udp-server" => UdpLoad.Receive(Address(server)),
        "udp-client" => UdpLoad.Send(Address(server), Address(client)),
        "connections-server" => ConnectionServer.Run(Address(server), answer: true),
        "connections-client" => ConnectionClient.Run(Address(server), Address(client)),
        "bulk-server" => ConnectionServer.Run(Address(server), answer: false),
        "bulk-client" => BulkLoad.Send(Address(server), Address(client)),
        _ => throw new ArgumentException($"no load '{name}'", nameof(name)),
    };

    public static void SayListening()
    {
        Console.Out.WriteLine("listening");
        Console.Out.Flush();
    }

    public static int Say(double rate)
    {
        Console.Out.WriteLine(rate.ToString("0.0", CultureInfo.InvariantCulture));
        return 0;
    }

    private static uint Address(string dotted) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(System.Net.IPAddress.Parse(dotted).GetAddressBytes());
}

/// <summary>64-byte datagrams as fast as one core sends them; the receiver counts what arrives.</summary>
internal static class UdpLoad
{
    private const int PayloadBytes = 64;
    private const int Flows = 16;

    public static int Send(uint server, uint client)
    {
        int[] sockets = [.. Enumerable.Range(0, Flows).Select(flow => Sockets.OpenUdp(new Ipv4EndPoint(client, 40000 + flow)))];
        foreach (int socket in sockets) _ = Sockets.Connect(socket, new Ipv4EndPoint(server, Loads.FirstPort));
        byte[] payload = new byte[PayloadBytes];
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Loads.WarmUp + Loads.Length)
            for (int count = 0; count < 256; count++)
                _ = Datagrams.Send(sockets[count % Flows], payload);
        return 0;
    }

    /// <summary>Counts between the warm-up and the end, from the first datagram on.</summary>
    public static int Receive(uint server)
    {
        int socket = Sockets.OpenUdpServer(new Ipv4EndPoint(server, Loads.FirstPort));
        using Epoll epoll = new();
        epoll.Register(socket, Readiness.Readable, 0);
        Loads.SayListening();
        byte[] buffer = new byte[2048];
        epoll.Wait(-1);
        long started = TimeProvider.System.GetTimestamp(), counted = 0, from = 0;
        TimeSpan elapsed = TimeSpan.Zero;
        while (elapsed < Loads.Length)
        {
            epoll.Wait(100);
            while (Datagrams.ReceiveFrom(socket, buffer, out _) >= 0) counted++;
            elapsed = TimeProvider.System.GetElapsedTime(started);
            if (from == 0 && elapsed >= Loads.WarmUp) from = counted;
        }

        return Loads.Say((counted - from) / (elapsed - Loads.WarmUp).TotalSeconds);
    }
}

/// <summary>One connection that is never idle, in Mbit/s as its sender's kernel took the bytes.</summary>
internal static class BulkLoad
{
    public static int Send(uint server, uint client)
    {
        int socket = Sockets.OpenTcp(new Ipv4EndPoint(client, 0));
        using Epoll epoll = new();
        epoll.Register(socket, Readiness.Writable, 0);
        _ = Sockets.Connect(socket, new Ipv4EndPoint(server, Loads.FirstPort));
        byte[] bytes = new byte[256 << 10];
        long started = TimeProvider.System.GetTimestamp(), sent = 0, from = 0;
        TimeSpan elapsed = TimeSpan.Zero;
        while (elapsed < Loads.WarmUp + Loads.Length)
        {
            epoll.Wait(100);
            int count = Datagrams.Send(socket, bytes);
            if (count < 0 && count != -Errno.TryAgain) return 1;
            sent += Math.Max(count, 0);
            elapsed = TimeProvider.System.GetElapsedTime(started);
            if (from == 0 && elapsed >= Loads.WarmUp) from = sent;
        }

        return Loads.Say((sent - from) * 8 / 1e6 / (elapsed - Loads.WarmUp).TotalSeconds);
    }
}
