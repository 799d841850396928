using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Bpf.Nat;

/// <summary>A key as `nat.c` and Cilium's IPv4 map have it: 14 bytes, the tuple in network order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct MappingKey
{
    private readonly uint destination, source;
    private readonly ushort destinationPort, sourcePort;
    private readonly byte protocol, half;

    public MappingKey(in NatKey key)
    {
        FiveTuple tuple = key.Tuple;
        destination = Swap(tuple.DestinationAddress.Value);
        source = Swap(tuple.SourceAddress.Value);
        destinationPort = Swap(tuple.DestinationPort);
        sourcePort = Swap(tuple.SourcePort);
        protocol = (byte)tuple.Protocol;
        half = key.Half == MappingHalf.Original ? (byte)0 : (byte)1;
    }

    public NatKey ToKey() => new(
        half == 0 ? MappingHalf.Original : MappingHalf.Reverse,
        new FiveTuple(
            (IpProtocol)protocol, new Ipv4Address(Swap(source)), Swap(sourcePort), new Ipv4Address(Swap(destination)),
            Swap(destinationPort)));

    private static uint Swap(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static ushort Swap(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}

/// <summary>A value as `nat.c` and Cilium's IPv4 map have it: 40 bytes; the moment is CLOCK_MONOTONIC in nanoseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct MappingValue
{
    private readonly ulong created;
#pragma warning disable CS0169, IDE0051 // Present in the kernel's layout, unused here.
    private readonly ulong needsConntrack, unused, unusedToo;
#pragma warning restore CS0169, IDE0051
    private readonly uint address;
    private readonly ushort port;
    private readonly ushort padding;

    public MappingValue(in NatValue value)
    {
        created = (ulong)value.CreatedNanoseconds;
        address = BinaryPrimitives.ReverseEndianness(value.Address.Value);
        port = BinaryPrimitives.ReverseEndianness(value.Port);
    }

    public NatValue ToValue() => new(
        new Ipv4Address(BinaryPrimitives.ReverseEndianness(address)), BinaryPrimitives.ReverseEndianness(port), (long)created);
}
