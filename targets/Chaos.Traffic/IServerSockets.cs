namespace Chaos.Traffic;

/// <summary>The sockets of a server in its world. The world chooses the connection numbers.</summary>
public interface IServerSockets
{
    void SendDatagram(ushort serverPort, Peer peer, in Message message);

    void Send(int connection, in Message message);

    void Close(int connection);
}
