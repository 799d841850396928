using System.Buffers.Binary;

namespace Chaos.Linux.Netfilter;

/// <summary>
/// The expressions of one rule (linux/netfilter/nf_tables.h), each named as `nft` writes it. A rule goes on to its next expression while
/// what it compares is true.
/// </summary>
internal readonly ref struct NfExpressions(NetlinkRequest request)
{
    private const uint VerdictRegister = 0, Register1 = 1, Register2 = 2, Register3 = 3;
    private const uint Equal = 0, NotEqual = 1;
    private const ushort DataValue = 1, DataVerdict = 2;

    /// <summary>nf_nat_range2: ports are given.</summary>
    private const uint PortsGiven = 0x2;

    /// <summary>`iif "eth0"`</summary>
    internal void InputIs(NetworkInterface link) => MetaIs(4, BitConverter.GetBytes(link.Index));

    /// <summary>`oif "eth0"`</summary>
    internal void OutputIs(NetworkInterface link) => MetaIs(5, BitConverter.GetBytes(link.Index));

    /// <summary>`meta l4proto tcp`</summary>
    internal void ProtocolIs(byte protocol) => MetaIs(16, protocol);

    /// <summary>`ct state new`; bits of NF_CT_STATE_BIT.</summary>
    internal void StateHas(uint bits) => ConntrackBits(0, bits, NotEqual);

    /// <summary>`ct status ! dnat`</summary>
    internal void StatusLacks(ConntrackStatus status) => ConntrackBits(2, (uint)status, Equal);

    /// <summary>`ct count over 5`</summary>
    internal void CountOver(int connections)
    {
        const ushort Count = 1, Flags = 2;
        const uint Over = 1;
        using Expression expression = new(request, "connlimit");
        request.BigEndian32(Count, (uint)connections);
        request.BigEndian32(Flags, Over);
    }

    /// <summary>`counter name "refused"`</summary>
    internal void Counter(string name)
    {
        const ushort Type = 1, Name = 2;
        using Expression expression = new(request, "objref");
        request.BigEndian32(Type, NfTables.CounterType);
        request.Attribute(Name, name);
    }

    /// <summary>`drop`</summary>
    internal void Drop()
    {
        const ushort Code = 1;
        const uint DropCode = 0;
        using Expression expression = new(request, "immediate");
        request.BigEndian32(1, VerdictRegister);
        using (request.Nested(2))
        {
            using (request.Nested(DataVerdict)) request.BigEndian32(Code, DropCode);
        }
    }

    /// <summary>`snat to 10.0.0.1:1024-65535`, or `masquerade to :1024-65535`; without ports where the protocol has none.</summary>
    internal void Translate(SourceTranslation to, bool withPorts)
    {
        if (to.Address is uint address) TranslateTo(address, to, withPorts);
        else Masquerade(to, withPorts);
    }

    private void TranslateTo(uint address, SourceTranslation to, bool withPorts)
    {
        const ushort Type = 1, Family = 2, LowestAddress = 3, LowestPort = 5, HighestPort = 6, Flags = 7;
        const uint Source = 0;
        Load(Register1, address);
        if (withPorts) LoadPorts(Register2, Register3, to);
        using Expression expression = new(request, "nat");
        request.BigEndian32(Type, Source);
        request.BigEndian32(Family, NetfilterMessage.Ipv4);
        request.BigEndian32(LowestAddress, Register1);
        if (!withPorts) return;
        request.BigEndian32(LowestPort, Register2);
        request.BigEndian32(HighestPort, Register3);
        request.BigEndian32(Flags, PortsGiven);
    }

    private void Masquerade(SourceTranslation to, bool withPorts)
    {
        const ushort Flags = 1, LowestPort = 2, HighestPort = 3;
        if (withPorts) LoadPorts(Register1, Register2, to);
        using Expression expression = new(request, "masq");
        if (!withPorts) return;
        request.BigEndian32(Flags, PortsGiven);
        request.BigEndian32(LowestPort, Register1);
        request.BigEndian32(HighestPort, Register2);
    }

    private void LoadPorts(uint lowest, uint highest, SourceTranslation to)
    {
        Load(lowest, (uint)to.LowestPort << 16, sizeof(ushort));
        Load(highest, (uint)to.HighestPort << 16, sizeof(ushort));
    }

    /// <summary>Puts the first bytes of a number in network byte order into a register.</summary>
    private void Load(uint register, uint value, int bytes = sizeof(uint))
    {
        Span<byte> data = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(data, value);
        using Expression expression = new(request, "immediate");
        request.BigEndian32(1, register);
        Data(2, data[..bytes]);
    }

    private void MetaIs(uint key, params ReadOnlySpan<byte> value)
    {
        using (new Expression(request, "meta"))
        {
            request.BigEndian32(1, Register1);
            request.BigEndian32(2, key);
        }

        Compare(Equal, value);
    }

    private void ConntrackBits(uint key, uint bits, uint operation)
    {
        using (new Expression(request, "ct"))
        {
            request.BigEndian32(1, Register1);
            request.BigEndian32(2, key);
        }

        using (new Expression(request, "bitwise"))
        {
            const ushort Source = 1, Destination = 2, Length = 3, Mask = 4, Xor = 5;
            request.BigEndian32(Source, Register1);
            request.BigEndian32(Destination, Register1);
            request.BigEndian32(Length, sizeof(uint));
            Data(Mask, BitConverter.GetBytes(bits));
            Data(Xor, [0, 0, 0, 0]);
        }

        Compare(operation, [0, 0, 0, 0]);
    }

    private void Compare(uint operation, ReadOnlySpan<byte> value)
    {
        const ushort Source = 1, Operation = 2, Value = 3;
        using Expression expression = new(request, "cmp");
        request.BigEndian32(Source, Register1);
        request.BigEndian32(Operation, operation);
        Data(Value, value);
    }

    private void Data(ushort attribute, ReadOnlySpan<byte> value)
    {
        using (request.Nested(attribute)) request.Attribute(DataValue, value);
    }

    /// <summary>One element of the list of expressions: its name, and its data until disposed.</summary>
    private readonly ref struct Expression
    {
        private readonly NetlinkRequest.Nest element, data;

        internal Expression(NetlinkRequest request, string name)
        {
            const ushort ListElement = 1, Name = 1, Content = 2;
            element = request.Nested(ListElement);
            request.Attribute(Name, name);
            data = request.Nested(Content);
        }

        internal void Dispose()
        {
            data.Dispose();
            element.Dispose();
        }
    }
}
