using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>
/// Which CPU a network card hands a packet to: the Toeplitz hash of its tuple, by a table of 128 places dealt to the CPUs in turn.
/// </summary>
/// <remarks>
/// Source: Microsoft's "RSS hashing functions" with its verification suite's key, which many drivers have as their default; the table as
/// Linux fills it
/// (ethtool_rxfh_indir_default). The two directions of a connection hash differently, so they often meet different CPUs. Not modelled:
/// cards that hash UDP
/// by addresses alone.
/// </remarks>
public sealed class ReceiveSideScaling
{
    private const int TableMask = 127, InputBytes = 12;

    /// <summary>For each byte of the input and each value of it, what it adds to the hash.</summary>
    private static readonly uint[] Contributions = Build();

    private readonly int cpus;

    /// <param name="cpus">At least 1.</param>
    public ReceiveSideScaling(int cpus)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cpus, 1);
        this.cpus = cpus;
    }

    private static ReadOnlySpan<byte> Key =>
    [
        0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0,
        0xd0, 0xca, 0x2b, 0xcb, 0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c,
        0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
    ];

    /// <summary>From 0; a packet without a tuple goes to CPU 0, as one that a card cannot hash does.</summary>
    public int CpuOf(Span<byte> packet) =>
        Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out _) ? (int)(HashOf(parsed.Tuple) & TableMask) % cpus : 0;

    /// <summary>The hash of source and destination address, source and destination port.</summary>
    public static uint HashOf(in FiveTuple tuple)
    {
        Span<byte> input = stackalloc byte[InputBytes];
        BinaryPrimitives.WriteUInt32BigEndian(input, tuple.SourceAddress.Value);
        BinaryPrimitives.WriteUInt32BigEndian(input[4..], tuple.DestinationAddress.Value);
        BinaryPrimitives.WriteUInt16BigEndian(input[8..], tuple.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(input[10..], tuple.DestinationPort);
        uint hash = 0;
        for (int place = 0; place < InputBytes; place++) hash ^= Contributions[place << 8 | input[place]];
        return hash;
    }

    /// <summary>A set bit of the input adds the 32 bits of the key that begin at its position.</summary>
    private static uint[] Build()
    {
        uint[] contributions = new uint[InputBytes << 8];
        for (int place = 0; place < InputBytes; place++)
        {
            ulong window = BinaryPrimitives.ReadUInt64BigEndian(Key[place..]);
            for (int value = 0; value < 256; value++)
                for (int bit = 0; bit < 8; bit++)
                    if ((value >> (7 - bit) & 1) != 0)
                        contributions[place << 8 | value] ^= (uint)(window >> (32 - bit) & uint.MaxValue);
        }

        return contributions;
    }
}
