using System.Globalization;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Packets;

namespace Chaos.Fuzz;

/// <summary>
/// What any bytes must leave true: nothing thrown, nothing touched outside the packet, no wrong checksum made, every packet counted by
/// name.
/// </summary>
public sealed class PacketTarget
{
    /// <summary>The longest packet that is fed.</summary>
    public const int MaximumBytes = 1500;

    private const int CanaryBytes = 64;
    private const byte Canary = 0xA5;

    private static readonly string[] Variants = [
        "cilium-1.16", "cilium-1.19", "evict-pair", "single-entry", "refuse-new", "drop-partner-on-miss"];

    /// <summary>With the ICMP of their release, which leaves some checksums wrong.</summary>
    private static readonly string[] AsReleased = ["cilium-1.15", "cilium-1.18.0", "cilium-1.18.7", "cilium-1.19"];

    private readonly byte[] room = new byte[CanaryBytes + MaximumBytes + CanaryBytes];
    private readonly byte[] before = new byte[MaximumBytes];
    private readonly byte[] answer = new byte[MaximumBytes + CanaryBytes];
    private readonly byte[] quote = new byte[MaximumBytes];
    private readonly NatDatapath[] datapaths;
    private long now;

    public PacketTarget()
    {
        room.AsSpan().Fill(Canary);
        answer.AsSpan().Fill(Canary);
        datapaths = [.. Enumerable.Range(0, Kinds).Select(Build)];
    }

    /// <summary>How many kinds of datapath there are.</summary>
    public static int Kinds => Variants.Length + AsReleased.Length + 2;

    /// <summary>Packets by what became of them, in the order of <see cref="VerdictKind"/>.</summary>
    public (long Forwarded, long Punted, long Dropped) Verdicts => (
        datapaths.Sum(datapath => datapath.Counters.Forwarded), datapaths.Sum(datapath => datapath.Counters.Punted),
        datapaths.Sum(datapath => Enum.GetValues<DropReason>().Sum(datapath.Counters.Drops)));

    /// <summary>ICMP errors that went on with what they quote translated.</summary>
    public long ErrorsTranslated { get; private set; }

    public long Drops(DropReason reason) => datapaths.Sum(datapath => datapath.Counters.Drops(reason));

    /// <summary>One packet through one datapath, taken in turn; longer input is cut.</summary>
    /// <exception cref="FuzzFindingException">Something that must hold does not.</exception>
    public void Feed(ReadOnlySpan<byte> bytes) => Feed(datapaths[now % datapaths.Length], bytes, now++);

    /// <summary>One packet through a datapath of the caller's; the time is in nanoseconds.</summary>
    /// <exception cref="FuzzFindingException">Something that must hold does not.</exception>
    public void Feed(NatDatapath datapath, ReadOnlySpan<byte> bytes, long nowNanoseconds)
    {
        int length = Math.Min(bytes.Length, MaximumBytes);
        Span<byte> packet = room.AsSpan(CanaryBytes, length), original = before.AsSpan(0, length);
        bytes[..length].CopyTo(packet);
        bytes[..length].CopyTo(original);
        room.AsSpan(CanaryBytes + length, CanaryBytes).Fill(Canary);

        long dropsBefore = Dropped(datapath, DropReason.None);
        PacketVerdict verdict = datapath.Process(packet, nowNanoseconds, cpu: 0);

        Demand(IsUntouched(room.AsSpan(0, CanaryBytes)) && IsUntouched(
            room.AsSpan(CanaryBytes + length, CanaryBytes)), "wrote outside the packet", original);
        Demand(verdict.Kind == VerdictKind.Drop == (verdict.Reason != DropReason.None), "a drop without a name", original);
        Demand(dropsBefore == Dropped(datapath, DropReason.None), "a drop counted under no name", original);
        if (verdict == PacketVerdict.Forward) CheckForwarded(datapath, packet, original);
        else Demand(packet.SequenceEqual(original), "changed a packet that it did not forward", original);
        if (verdict == PacketVerdict.Punt) CheckAnswer(packet, original);
    }

    /// <summary>Whether the counters of all datapaths add up.</summary>
    public void CheckCounters()
    {
        foreach (NatDatapath datapath in datapaths) CheckCounters(datapath);
    }

    /// <summary>Whether the counters of a datapath add up.</summary>
    public static void CheckCounters(NatDatapath datapath)
    {
        long counted = datapath.Counters.Forwarded + datapath.Counters.Punted + Enum.GetValues<DropReason>().Sum(datapath.Counters.Drops);
        Demand(counted == datapath.Counters.Packets, "packets without a verdict", []);
    }

    /// <summary>
    /// A datapath as new: one with node ports, one that tracks connections, then one a variant, with correct ICMP and with its release's.
    /// </summary>
    public static NatDatapath Build(int kind) => kind switch
    {
        0 => NodePort(),
        1 => Tracking(),
        _ when kind - 2 < Variants.Length => Egress(Variants[kind - 2], IcmpHandling.Correct),
        _ => Egress(AsReleased[kind - 2 - Variants.Length], IcmpHandling.AsRelease),
    };

    private static NatDatapath Egress(string variant, IcmpHandling icmp) => NatDatapath.Create(new NatOptions
    {
        Variant = variant, EgressAddress = HostilePackets.NatAddress, Map = new MapOptions(512), Seed = 1, Icmp = icmp,
    });

    private static NatDatapath Tracking() => NatDatapath.Create(new NatOptions
    {
        Variant = "cilium-1.19", EgressAddress = HostilePackets.NatAddress, Map = new MapOptions(512), Seed = 1,
        Icmp = IcmpHandling.Correct,
        Conntrack = new ConntrackOptions(128, 128),
    });

    private static NatDatapath NodePort() => NatDatapath.Create(new NatOptions
    {
        Variant = "cilium-1.19",
        Icmp = IcmpHandling.Correct,
        EgressAddress = HostilePackets.NatAddress,
        Map = new MapOptions(512),
        Seed = 1,
        Services =
        [
            new Service(IpProtocol.Udp, HostilePackets.Frontend, [.. HostilePackets.Backends]),
            new Service(IpProtocol.Tcp, HostilePackets.Frontend, [.. HostilePackets.Backends]),
        ],
    });

    private void CheckForwarded(NatDatapath datapath, Span<byte> packet, Span<byte> original)
    {
        // What only passes through a node port is not looked at.
        if (packet.SequenceEqual(original)) return;
        Demand(Ipv4Packet.TryParse(packet, out Ipv4Packet after, out _), "forwarded what cannot be read", original);
        Demand(Ipv4Packet.TryParse(original, out Ipv4Packet input, out _)
            && input.Bytes.Length == after.Bytes.Length, "changed a length", original);
        Demand(packet[after.Bytes.Length..].SequenceEqual(original[after.Bytes.Length..]), "changed what lies behind the packet", original);
        bool isError = after.Protocol == IpProtocol.Icmp && IcmpMessage.Type(after) is not (IcmpType.EchoRequest or IcmpType.EchoReply);
        bool mayBeWrong = isError && datapath.Options.Icmp == IcmpHandling.AsRelease;
        Demand(
            mayBeWrong || !input.TransportChecksumIsRight() || after.TransportChecksumIsRight(), "made a right checksum wrong", original);
        if (!isError) return;
        ErrorsTranslated++;
        Demand(!QuoteIsRight(input) || QuoteIsRight(after), "made a right checksum in a quote wrong", original);
    }

    /// <summary>Whether an ICMP error quotes a packet in full, with right checksums.</summary>
    private bool QuoteIsRight(Ipv4Packet error)
    {
        Span<byte> quoted = quote.AsSpan(0, error.Transport.Length - IcmpMessage.HeaderBytes);
        error.Transport[IcmpMessage.HeaderBytes..].CopyTo(quoted);
        return Ipv4Packet.TryParse(quoted, out Ipv4Packet packet, out _) && packet.TransportChecksumIsRight();
    }

    private void CheckAnswer(Span<byte> packet, Span<byte> original)
    {
        int length = PuntAnswer.Write(packet, answer.AsSpan(0, MaximumBytes));
        Demand(IsUntouched(answer.AsSpan(MaximumBytes)), "wrote outside the answer", original);
        if (length == 0) return;
        Demand(Ipv4Packet.TryParse(answer.AsSpan(0, length), out Ipv4Packet sent, out _)
            && sent.TransportChecksumIsRight(), "answered with a bad packet", original);
    }

    private static bool IsUntouched(ReadOnlySpan<byte> canary) => canary.IndexOfAnyExcept(Canary) < 0;

    private static long Dropped(NatDatapath datapath, DropReason reason) => datapath.Counters.Drops(reason);

    private static void Demand(bool holds, string what, ReadOnlySpan<byte> packet)
    {
        if (!holds) throw new FuzzFindingException(string.Create(CultureInfo.InvariantCulture, $"{what}: {Convert.ToHexString(packet)}"));
    }
}
