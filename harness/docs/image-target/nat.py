#!/usr/bin/python3
"""A NAT in user space as an image: UDP and TCP through a tun device. Of a full table, the connection that was idle longest goes."""
import collections, fcntl, json, os, socket, struct, subprocess, sys, threading

env = {name[6:]: value for name, value in os.environ.items() if name.startswith("CHAOS_")}
if env["UNMATCHED"] != "drop": sys.exit(127)  # a packet without a mapping goes nowhere: punt is more than this NAT can do
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH22x", b"nat0", 0x1001))  # TUNSETIFF: IFF_TUN, IFF_NO_PI
for command in """link set nat0 up; address add {INSIDE_GATEWAY}/24 dev {INSIDE_INTERFACE}
address add {OUTSIDE_GATEWAY}/24 dev {OUTSIDE_INTERFACE}; neighbour add proxy {EGRESS_ADDRESS} dev {OUTSIDE_INTERFACE}
route add default dev nat0 table 100; rule add iif {INSIDE_INTERFACE} lookup 100
route add {EGRESS_ADDRESS} dev nat0 table 101; route add blackhole default table 101
rule add iif {OUTSIDE_INTERFACE} lookup 101""".format_map(env).replace("\n", ";").split(";"):
    subprocess.run(["ip", *command.split()], check=True)

egress, first, last = socket.inet_aton(env["EGRESS_ADDRESS"]), int(env["FIRST_PORT"]), int(env["LAST_PORT"])
room, count, turn = min(int(env["TABLE_ENTRIES"]) // 2, last - first + 1), collections.Counter(), threading.Lock()
flows, owners = collections.OrderedDict(), {}  # (protocol, client, its port, server, its port): our port, idle longest first; and back

def checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    return struct.pack("!H", ~(total % 0xFFFF or 0xFFFF) & 0xFFFF)

def translate(packet):
    """In place. False: there is no mapping."""
    if packet[0] >> 4 != 4 or packet[9] not in (6, 17): return False
    head, protocol, source, target = (packet[0] & 15) * 4, packet[9], bytes(packet[12:16]), bytes(packet[16:20])
    sender, receiver = struct.unpack_from("!HH", packet, head)
    if target != egress:
        flow = (protocol, source, sender, target, receiver)
        if flow not in flows:
            count["evictions"] += 2 * (len(flows) == room)
            flows[flow] = flows.popitem(last=False)[1] if len(flows) == room else first + len(flows)
            owners[flows[flow]] = flow
        packet[12:16], packet[head:head + 2] = egress, struct.pack("!H", flows[flow])
    else:
        flow = owners.get(receiver)
        if not flow or (flow[0], *flow[3:]) != (protocol, source, sender): return False
        packet[16:20], packet[head + 2:head + 4] = flow[1], struct.pack("!H", flow[2])
    flows.move_to_end(flow)
    at = head + (16 if protocol == 6 else 6)
    packet[10:12] = packet[at:at + 2] = bytes(2)
    packet[10:12] = checksum(packet[:head])
    packet[at:at + 2] = checksum(packet[12:20] + struct.pack("!HH", protocol, len(packet) - head) + packet[head:])
    return True

def forward():
    while packet := bytearray(os.read(tun, 65536)):
        with turn: goes, count["packets"] = translate(packet), count["packets"] + 1
        if goes: os.write(tun, packet)

threading.Thread(target=forward, daemon=True).start()
print('{"type":"ready","verbs":["stats","flush"]}', flush=True)
for line in sys.stdin:
    with turn:
        kind, answer = json.loads(line)["type"], {"entries": 2 * len(flows), **count}
        if kind == "flush": flows.clear(), owners.clear()
    print(json.dumps({"type": kind, **answer} if kind in ("stats", "flush") else {"type": "unsupported"}), flush=True)
