using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

public enum ArpOperation : ushort
{
    Request = 1,
    Reply = 2,
}

/// <summary>Who has an IPv4 address on an Ethernet. Source: RFC 826.</summary>
public readonly record struct ArpMessage(
    ArpOperation Operation, MacAddress SenderMac, Ipv4Address Sender, MacAddress TargetMac, Ipv4Address Target)
{
    public const int Bytes = 28;

    /// <summary>Hardware type Ethernet, protocol IPv4, and the lengths of their addresses.</summary>
    private const ulong EthernetForIpv4 = 0x0001_0800_0604;

    private const int OperationOffset = 6, SenderMacOffset = 8, SenderOffset = 14, TargetMacOffset = 18, TargetOffset = 24;

    /// <summary>False for bytes that are no request or reply of this kind.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ArpMessage message)
    {
        message = default;
        if (bytes.Length < Bytes || MacAddress.Read(bytes).Value != EthernetForIpv4) return false;
        ArpOperation operation = (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(bytes[OperationOffset..]);
        if (operation is not (ArpOperation.Request or ArpOperation.Reply)) return false;
        message = new ArpMessage(
            operation,
            MacAddress.Read(bytes[SenderMacOffset..]),
            new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(bytes[SenderOffset..])),
            MacAddress.Read(bytes[TargetMacOffset..]),
            new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(bytes[TargetOffset..])));
        return true;
    }

    public void Write(Span<byte> bytes)
    {
        new MacAddress(EthernetForIpv4).Write(bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[OperationOffset..], (ushort)Operation);
        SenderMac.Write(bytes[SenderMacOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[SenderOffset..], Sender.Value);
        TargetMac.Write(bytes[TargetMacOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[TargetOffset..], Target.Value);
    }
}
