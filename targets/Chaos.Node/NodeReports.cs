using System.Text.Json;
using Chaos.Control;
using Chaos.Linux;
using Chaos.Nat;
using Chaos.Node.Captures;
using Chaos.Node.Links;
using Chaos.Node.Ports;

namespace Chaos.Node;

/// <summary>Between the words of the control channel and those of the datapath.</summary>
internal static class NodeReports
{
    public static Captured Captured(int flow, IEnumerable<RingPacket> packets) =>
        new(flow, [.. packets.Select(packet => new CapturedPacket(packet.At, packet.Left, packet.Length, packet.Bytes))]);

    public static NodeStatistics Statistics(
        NatDatapath datapath, PacketSocket socket, EthernetPort ethernet, LinkPort port, long now) => new()
        {
            At = now,
            Packets = datapath.Counters.Packets,
            Forwarded = datapath.Counters.Forwarded,
            Punted = datapath.Counters.Punted,
            WriteFailures = socket.SendFailures,
            Overflows = socket.Overflows,
            Drops = Drops(datapath.Counters, ethernet, port),
            Mappings = datapath.Counters.Mappings,
            Table = datapath.ReadTable(),
        };

    private static Dictionary<string, long> Drops(NatCounters counters, EthernetPort ethernet, LinkPort port) =>
        Enum.GetValues<DropReason>()
        .Select(reason => (Name: CamelCase(reason.ToString()), Packets: counters.Drops(reason)))
        .Append((Name: "malformedFrame", Packets: ethernet.MalformedFrames))
        .Append((Name: "unreachable", Packets: ethernet.Unreachable))
        .Append((Name: "tooManyUnderWay", Packets: port.Overflows))
        .Where(drop => drop.Packets > 0)
        .ToDictionary(drop => drop.Name, drop => drop.Packets);

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
