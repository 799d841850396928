using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Chaos.Linux;

/// <summary>struct ifreq: an interface name and one value. 40 bytes on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal unsafe struct InterfaceRequest
{
    internal const int Bytes = 40;
    private const int NameBytes = 16;

    private fixed byte raw[Bytes];

    internal InterfaceRequest(string name)
    {
        if (Encoding.ASCII.GetByteCount(name) >= NameBytes)
            throw new ArgumentException($"'{name}' is longer than an interface name can be (15)", nameof(name));
        fixed (byte* start = raw) Encoding.ASCII.GetBytes(name, new Span<byte>(start, NameBytes));
    }

    internal readonly string Name
    {
        get
        {
            fixed (byte* start = raw)
            {
                ReadOnlySpan<byte> name = new(start, NameBytes);
                return Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
            }
        }
    }

    internal int Integer
    {
        readonly get
        {
            fixed (byte* start = raw) return BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(start + NameBytes, sizeof(int)));
        }
        set
        {
            fixed (byte* start = raw) BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(start + NameBytes, sizeof(int)), value);
        }
    }

    internal readonly uint Address
    {
        get
        {
            fixed (byte* start = raw) return Ipv4EndPoint.Read(
                new ReadOnlySpan<byte>(start + NameBytes, Ipv4EndPoint.SocketAddressBytes)).Address;
        }
    }
}
