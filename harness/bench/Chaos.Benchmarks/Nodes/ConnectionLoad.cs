using Chaos.Linux;

namespace Chaos.Benchmarks.Nodes;

/// <summary>Connect, ask, hear, close: as many as 64 at a time complete in a second.</summary>
internal static class ConnectionClient
{
    private const int AtOnce = 64;
    private const int FirstSourcePort = 32768;
    private const int SourcePorts = 28_000;

    public static int Run(uint server, uint client)
    {
        using Epoll epoll = new();
        byte[] message = new byte[64];
        int[] sockets = new int[AtOnce];
        // From another place each time, or the run would meet the ports of the one before.
        int next = (int)(TimeProvider.System.GetTimestamp() / 1_000_000 % (SourcePorts * Loads.Ports));
        for (int place = 0; place < AtOnce; place++) Open(place);
        long started = TimeProvider.System.GetTimestamp(), done = 0, from = 0;
        TimeSpan elapsed = TimeSpan.Zero;
        while (elapsed < Loads.WarmUp + Loads.Length)
        {
            int events = epoll.Wait(100);
            for (int index = 0; index < events; index++) Act(epoll[index]);
            elapsed = TimeProvider.System.GetElapsedTime(started);
            if (from == 0 && elapsed >= Loads.WarmUp) from = done;
        }

        return Loads.Say((done - from) / (elapsed - Loads.WarmUp).TotalSeconds);

        void Open(int place)
        {
            next++;
            sockets[place] = Sockets.OpenTcp(new Ipv4EndPoint(client, FirstSourcePort + next % SourcePorts));
            epoll.Register(sockets[place], Readiness.Writable, place);
            _ = Sockets.Connect(sockets[place], new Ipv4EndPoint(server, Loads.FirstPort + next / SourcePorts % Loads.Ports));
        }

        void Act(EpollEvent happened)
        {
            int place = (int)happened.Tag;
            if (happened.Readiness == Readiness.Writable)
            {
                _ = Datagrams.Send(sockets[place], message);
                epoll.Change(sockets[place], Readiness.Readable, place);
                return;
            }

            if (Descriptors.Read(sockets[place], message) > 0) done++;
            Descriptors.Close(sockets[place]);
            Open(place);
        }
    }
}

/// <summary>Answers each message of each connection with its like, or swallows what comes, until its input ends.</summary>
internal static class ConnectionServer
{
    private const long InputTag = -1;

    public static int Run(uint server, bool answer)
    {
        using Epoll epoll = new();
        HashSet<int> listeners = [
            .. Enumerable.Range(0, Loads.Ports).Select(port => Sockets.OpenTcp(new Ipv4EndPoint(server, Loads.FirstPort + port)))];
        foreach (int listener in listeners)
        {
            Sockets.Listen(listener, 4096);
            epoll.Register(listener, Readiness.Readable, listener);
        }

        epoll.Register(Descriptors.StandardInput, Readiness.Readable, InputTag);
        Loads.SayListening();
        byte[] buffer = new byte[256 << 10];
        while (true)
        {
            int events = epoll.Wait(-1);
            for (int index = 0; index < events; index++)
            {
                if (epoll[index].Tag == InputTag) return 0;
                Act((int)epoll[index].Tag);
            }
        }

        void Act(int socket)
        {
            if (listeners.Contains(socket))
            {
                for (int accepted = Sockets.Accept(socket); accepted >= 0; accepted = Sockets.Accept(socket))
                    epoll.Register(accepted, Readiness.Readable, accepted);
                return;
            }

            int received = Descriptors.Read(socket, buffer);
            if (received > 0 && answer) _ = Datagrams.Send(socket, buffer.AsSpan(0, received));
            else if (received <= 0 && received != -Errno.TryAgain) Descriptors.Close(socket);
        }
    }
}
