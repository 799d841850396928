// The NAT as a container, by version 1 of the contract for images: variables in, JSON lines out.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Chaos.Model;
using Chaos.Nat;
using OwnNat;
using OwnNat.Container;

string Variable(string name) =>
    Environment.GetEnvironmentVariable($"CHAOS_{name}") ?? throw new InvalidOperationException($"no CHAOS_{name}");
int Number(string name) => int.Parse(Variable(name), CultureInfo.InvariantCulture);

// A packet that belongs to no connection is answered by the kernel of a node; this program is none.
if (Variable("UNMATCHED") != "drop")
{
    Say(new { type = "unsupported", reason = "write nat.unmatched: drop" });
    return 127;
}

OwnDatapath nat = new(new NatOptions
{
    Variant = "own",
    EgressAddress = Ipv4Address.Parse(Variable("EGRESS_ADDRESS")),
    Ports = new PortRange((ushort)Number("FIRST_PORT"), (ushort)Number("LAST_PORT")),
    Map = new MapOptions(Number("TABLE_ENTRIES")),
});
Tun tun = new("nat0");
Route();
Lock turn = new();
new Thread(Forward) { IsBackground = true }.Start();
Say(new { type = "ready", verbs = new[] { "stats" } });
while (Console.ReadLine() is { } line) Say(Answer(JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()!));
return 0;

void Forward()
{
    byte[] buffer = new byte[65536];
    while (true)
    {
        Span<byte> packet = tun.Receive(buffer);
        lock (turn)
        {
            if (nat.Process(packet, nowNanoseconds: 0, cpu: 0) != PacketVerdict.Forward) continue;
        }

        tun.Send(packet);
    }
}

object Answer(string order)
{
    if (order != "stats") return new { type = "unsupported", reason = $"no {order}" };
    lock (turn)
    {
        TableCounters table = nat.ReadTable()!.Value;
        return new { type = "stats", entries = table.Entries, evictions = table.Evictions };
    }
}

// All packets of both networks go through the tun device, and nowhere else.
void Route()
{
    string inside = Variable("INSIDE_INTERFACE"), outside = Variable("OUTSIDE_INTERFACE"), egress = Variable("EGRESS_ADDRESS");
    foreach (string command in (string[])[
        "link set nat0 up",
        $"address add {Variable("INSIDE_GATEWAY")}/24 dev {inside}", $"address add {Variable("OUTSIDE_GATEWAY")}/24 dev {outside}",
        $"neighbour add proxy {egress} dev {outside}",
        "route add default dev nat0 table 100", $"rule add iif {inside} lookup 100",
        $"route add {egress} dev nat0 table 101", "route add blackhole default table 101", $"rule add iif {outside} lookup 101",
    ])
    {
        using Process ip = Process.Start("ip", command.Split(' '));
        ip.WaitForExit();
        if (ip.ExitCode != 0) throw new InvalidOperationException($"ip {command} ended with {ip.ExitCode}");
    }
}

static void Say(object message)
{
    Console.Out.WriteLine(JsonSerializer.Serialize(message));
    Console.Out.Flush();
}
