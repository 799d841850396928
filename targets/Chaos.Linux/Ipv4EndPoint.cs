using System.Buffers.Binary;

namespace Chaos.Linux;

/// <summary>An IPv4 address (most significant byte first: 198.18.0.1 is 0xC6120001) and a port.</summary>
public readonly record struct Ipv4EndPoint(uint Address, int Port)
{
    /// <summary>Bytes of struct sockaddr_in.</summary>
    internal const int SocketAddressBytes = 16;

    internal const ushort InternetFamily = 2;

    internal void WriteTo(Span<byte> socketAddress)
    {
        socketAddress[..SocketAddressBytes].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(socketAddress, InternetFamily);
        BinaryPrimitives.WriteUInt16BigEndian(socketAddress[2..], (ushort)Port);
        BinaryPrimitives.WriteUInt32BigEndian(socketAddress[4..], Address);
    }

    internal static Ipv4EndPoint Read(ReadOnlySpan<byte> socketAddress) => new(
        BinaryPrimitives.ReadUInt32BigEndian(socketAddress[4..]),
        BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]));
}
