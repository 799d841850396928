// Source NAT as two tc programs: one on the interface towards the clients, one on the interface towards the servers.
//
// Both halves of a connection are entries of one LRU hash, with the key and value layout of Cilium's IPv4 map. The loader
// (BpfObject.cs) gives each `extern` symbol its value before the kernel sees the program: maps become descriptors, settings
// become constants, so the verifier removes what a variant does not do.

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define INLINE static inline __attribute__((always_inline))
#define PROGRAM(name) __attribute__((section(name), used))

// ---- Settings: the address of each symbol is its value ----
extern char inside_interface, outside_interface;   // indices
extern char inside_network, inside_mask;           // IPv4, host order
extern char egress_address;                        // IPv4, network order
extern char port_minimum, port_maximum;            // both included
extern char port_tries, port_clamp, port_probe;    // PortSelectionEra: Tries, Clamp, Probe
extern char any_identifier;                        // an ICMP identifier need not be in the range of ports
extern char egress_looks, ingress_looks;           // the direction looks its partner up, which marks it
extern char restores, touches_new, one_entry;      // what a variant does beyond lookups
extern char write_mode;                            // BPF_NOEXIST or BPF_ANY: how restores and originals are written
extern char drops_unmatched;                       // 0: an unmatched reply goes to the host
#define SETTING(name) ((u32)(u64)&name)

// ---- Maps ----
extern char nat_entries;    // LRU hash: struct key -> struct value
extern char nat_claims;     // hash: reverse key -> client; only where one entry serves both directions
extern char nat_counters;   // per-CPU array of one struct counters

struct key {
    u32 destination, source;
    u16 destination_port, source_port;
    u8 protocol, half;
} __attribute__((packed));

struct value {
    u64 created, needs_conntrack, unused[2];
    u32 address;
    u16 port, padding;
};

struct counters {
    u64 packets, forwarded, punted, mappings, created, deleted, restored_reverse, restored_original, allocation_failures;
    u64 no_mapping, fragment, unsupported, truncated, untranslated, bad_quote, unmatched;
};

enum { ORIGINAL = 0, REVERSE = 1 };
enum { ANY = 0, NO_EXIST = 1 };
enum { PASS = 0, DROP = 2 };
enum { ICMP = 1, TCP = 6, UDP = 17 };
enum { ECHO_REPLY = 0, UNREACHABLE = 3, QUENCH = 4, ECHO_REQUEST = 8, TIME_EXCEEDED = 11, PARAMETER_PROBLEM = 12 };
enum { CLAMP_MODULO_WITHOUT_TOP = 0, CLAMP_MODULO = 1, CLAMP_MULTIPLY = 2 };

// ---- The kernel's interface: include/uapi/linux/bpf.h ----
struct __sk_buff {
    u32 len, pkt_type, mark, queue_mapping, protocol;
};

static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*update)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*delete)(void *map, const void *key) = (void *)3;
static u64 (*now)(void) = (void *)5;
static u32 (*random)(void) = (void *)7;
static long (*store)(struct __sk_buff *packet, u32 offset, const void *from, u32 length, u64 flags) = (void *)9;
static long (*replace_header_sum)(struct __sk_buff *packet, u32 offset, u64 from, u64 to, u64 flags) = (void *)10;
static long (*replace_transport_sum)(struct __sk_buff *packet, u32 offset, u64 from, u64 to, u64 flags) = (void *)11;
static long (*load)(const struct __sk_buff *packet, u32 offset, void *to, u32 length) = (void *)26;
static long (*redirect_to_neighbour)(u32 interface, void *parameters, int length, u64 flags) = (void *)152;

enum { RECOMPUTE_SUM = 1, PSEUDO_HEADER = 1 << 4, ZERO_MEANS_NONE = 1 << 5 };

// ---- Packets ----
enum { ETHERNET_BYTES = 14, HEADER_SUM = 10, SOURCE = 12, DESTINATION = 16 };
#define ETHERTYPE_IPV4 __builtin_bswap16(0x0800)
#define MORE_OR_OFFSET __builtin_bswap16(0x3fff)

struct ipv4 {
    u8 version_and_length, service;
    u16 length, identification, fragment;
    u8 hops, protocol;
    u16 sum;
    u32 source, destination;
};

struct icmp {
    u8 type, code;
    u16 sum, identifier, sequence;
};

// A packet's tuple, and where its transport header begins.
struct parsed {
    u32 source, destination, transport;
    u16 source_port, destination_port;
    u8 protocol, icmp_type;
};

INLINE struct counters *count(void)
{
    u32 zero = 0;
    return lookup(&nat_counters, &zero);
}

#define COUNT(name) do { struct counters *all = count(); if (all) all->name++; } while (0)
#define DROP_FOR(name) do { COUNT(name); return DROP; } while (0)

enum parse_result { PARSED, TRUNCATED, FRAGMENT, UNSUPPORTED };

INLINE enum parse_result parse(const struct __sk_buff *packet, u32 offset, struct parsed *out)
{
    struct ipv4 header;
    if (load(packet, offset, &header, sizeof header) < 0) return TRUNCATED;
    u32 length = (header.version_and_length & 15) * 4;
    if (header.version_and_length >> 4 != 4 || length < sizeof header) return UNSUPPORTED;
    if (header.fragment & MORE_OR_OFFSET) return FRAGMENT;
    out->source = header.source;
    out->destination = header.destination;
    out->protocol = header.protocol;
    out->transport = offset + length;
    out->icmp_type = 0;
    if (header.protocol == TCP || header.protocol == UDP) {
        u16 ports[2];
        if (load(packet, out->transport, ports, sizeof ports) < 0) return TRUNCATED;
        out->source_port = ports[0];
        out->destination_port = ports[1];
        return PARSED;
    }
    if (header.protocol != ICMP) return UNSUPPORTED;
    struct icmp icmp;
    if (load(packet, out->transport, &icmp, sizeof icmp) < 0) return TRUNCATED;
    out->icmp_type = icmp.type;
    // The identifier is the port of whoever asks.
    out->source_port = icmp.type == ECHO_REQUEST ? icmp.identifier : 0;
    out->destination_port = icmp.type == ECHO_REPLY ? icmp.identifier : 0;
    return PARSED;
}

INLINE int is_error(const struct parsed *packet)
{
    u8 type = packet->icmp_type;
    return packet->protocol == ICMP && (type == UNREACHABLE || type == TIME_EXCEEDED || type == PARAMETER_PROBLEM);
}

INLINE u16 adjusted(u16 sum, u32 from, u32 to)
{
    u64 total = (u16)~sum + (u64)(~from & 0xffffffff) + to;
    total = (total & 0xffff) + (total >> 16 & 0xffff) + (total >> 32);
    total = (total & 0xffff) + (total >> 16);
    total = (total & 0xffff) + (total >> 16);
    return ~(u16)total;
}

INLINE u32 sum_offset(u8 protocol)
{
    return protocol == TCP ? 16 : protocol == UDP ? 6 : 2;
}

// One side of a packet gets another address and port; checksums follow, also where the device is to finish them.
INLINE void rewrite(struct __sk_buff *packet, const struct parsed *it, int is_source, u32 address, u16 port)
{
    u32 address_at = ETHERNET_BYTES + (is_source ? SOURCE : DESTINATION);
    u32 sum_at = it->transport + sum_offset(it->protocol);
    u32 port_at = it->protocol == ICMP ? it->transport + 4 : it->transport + (is_source ? 0 : 2);
    u32 old_address = is_source ? it->source : it->destination;
    u16 old_port = is_source ? it->source_port : it->destination_port;
    u64 keep = it->protocol == UDP ? ZERO_MEANS_NONE : 0;
    if (it->protocol != ICMP) replace_transport_sum(packet, sum_at, old_address, address, PSEUDO_HEADER | keep | 4);
    if (port != old_port) {
        replace_transport_sum(packet, sum_at, old_port, port, keep | 2);
        store(packet, port_at, &port, sizeof port, 0);
    }
    replace_header_sum(packet, ETHERNET_BYTES + HEADER_SUM, old_address, address, 4);
    store(packet, address_at, &address, sizeof address, 0);
}

// ---- Ports ----
INLINE u16 clamp(u16 drawn)
{
    u32 minimum = SETTING(port_minimum), span = SETTING(port_maximum) - minimum;
    if (SETTING(port_clamp) == CLAMP_MULTIPLY) return minimum + (drawn * (span + 1) >> 16);
    if (SETTING(port_clamp) == CLAMP_MODULO) return minimum + drawn % (span + 1);
    return minimum + drawn % (span ? span : 1);
}

INLINE int in_range(u8 protocol, u16 port)
{
    return (protocol == ICMP && SETTING(any_identifier)) || (port >= SETTING(port_minimum) && port <= SETTING(port_maximum));
}

// ---- Mappings ----
INLINE void original_key(struct key *key, u32 client, u16 client_port, u32 server, u16 server_port, u8 protocol)
{
    *key = (struct key){ .destination = server, .source = client, .destination_port = server_port,
                         .source_port = client_port, .protocol = protocol, .half = ORIGINAL };
}

INLINE void reverse_key(struct key *key, u32 server, u16 server_port, u32 address, u16 port, u8 protocol)
{
    *key = (struct key){ .destination = address, .source = server, .destination_port = port,
                         .source_port = server_port, .protocol = protocol, .half = REVERSE };
}

INLINE long write(const struct key *key, u32 address, u16 port, u64 mode)
{
    struct value value = { .created = now(), .address = address, .port = port };
    long failed = update(&nat_entries, key, &value, mode);
    if (!failed) COUNT(created);
    return failed;
}

// One entry for both directions: a claim leads from the reply's tuple to the original entry, which alone ages. A claim whose
// entry was evicted is stale and may be taken.
INLINE int claim_is_live(const struct key *reverse, const struct value *client)
{
    struct key original;
    original_key(&original, client->address, client->port, reverse->source, reverse->source_port, reverse->protocol);
    struct value *entry = lookup(&nat_entries, &original);
    return entry && entry->port == reverse->destination_port;
}

INLINE int claim(const struct key *reverse, u32 client, u16 client_port)
{
    struct value value = { .created = now(), .address = client, .port = client_port };
    if (!update(&nat_claims, reverse, &value, NO_EXIST)) return 1;
    struct value *other = lookup(&nat_claims, reverse);
    if (other && claim_is_live(reverse, other)) return 0;
    return !update(&nat_claims, reverse, &value, ANY);
}

INLINE int take_port(const struct key *reverse, u32 client, u16 client_port)
{
    if (SETTING(one_entry)) return claim(reverse, client, client_port);
    if (SETTING(port_probe) == 0 && lookup(&nat_entries, reverse)) return 0;
    return !write(reverse, client, client_port, NO_EXIST);
}

// A port that no other connection to this server has: the reverse entry claims it, then the original one is written.
INLINE int new_mapping(const struct parsed *it, const struct key *original, u16 *port)
{
    u16 client_port = __builtin_bswap16(it->source_port);
    u16 candidate = in_range(it->protocol, client_port) ? client_port : clamp(random());
    struct key reverse;
    for (u32 attempt = 0; attempt < SETTING(port_tries); attempt++) {
        *port = __builtin_bswap16(candidate);
        reverse_key(&reverse, it->destination, it->destination_port, SETTING(egress_address), *port, it->protocol);
        if (take_port(&reverse, it->source, it->source_port)) {
            if (!write(original, SETTING(egress_address), *port, SETTING(write_mode))) {
                COUNT(mappings);
                if (SETTING(touches_new)) {
                    lookup(&nat_entries, original);
                    lookup(&nat_entries, &reverse);
                }
                return 1;
            }
            if (!SETTING(one_entry)) COUNT(deleted);
            delete(SETTING(one_entry) ? (void *)&nat_claims : (void *)&nat_entries, &reverse);
            break;
        }
        u16 drawn = attempt == 0 ? random() : candidate + 1;
        candidate = it->protocol == ICMP && SETTING(any_identifier) ? drawn : clamp(drawn);
    }
    COUNT(allocation_failures);
    return 0;
}

// The address and port for a packet from a client: found or made.
INLINE int map_egress(const struct parsed *it, u16 *port)
{
    struct key original, reverse;
    original_key(&original, it->source, it->source_port, it->destination, it->destination_port, it->protocol);
    struct value *found = lookup(&nat_entries, &original);
    if (!found) return new_mapping(it, &original, port);
    *port = found->port;
    if (!SETTING(egress_looks)) return 1;
    reverse_key(&reverse, it->destination, it->destination_port, SETTING(egress_address), *port, it->protocol);
    if (lookup(&nat_entries, &reverse) || !SETTING(restores)) return 1;
    if (write(&reverse, it->source, it->source_port, SETTING(write_mode))) return 0;
    COUNT(restored_reverse);
    return 1;
}

enum match { MATCHED, UNKNOWN, NOT_RESTORED };

// The client that a reply is for.
INLINE enum match map_ingress(const struct parsed *it, u32 *address, u16 *port)
{
    struct key original, reverse;
    reverse_key(&reverse, it->source, it->source_port, it->destination, it->destination_port, it->protocol);
    struct value *found = lookup(SETTING(one_entry) ? (void *)&nat_claims : (void *)&nat_entries, &reverse);
    if (!found) return UNKNOWN;
    *address = found->address;
    *port = found->port;
    if (SETTING(one_entry)) return claim_is_live(&reverse, found) ? MATCHED : UNKNOWN;
    if (!SETTING(ingress_looks)) return MATCHED;
    original_key(&original, *address, *port, it->source, it->source_port, it->protocol);
    if (lookup(&nat_entries, &original) || !SETTING(restores)) return MATCHED;
    if (write(&original, it->destination, it->destination_port, SETTING(write_mode))) return NOT_RESTORED;
    COUNT(restored_original);
    return MATCHED;
}

// ---- ICMP errors: the packet that they quote leads to the mapping, and is translated with them ----
INLINE int rewrite_error(struct __sk_buff *packet, const struct parsed *error, const struct parsed *quoted,
                         int quote_is_source, u32 address, u16 port)
{
    u32 inner = error->transport + sizeof(struct icmp), icmp_sum_at = error->transport + 2;
    u32 port_at = quoted->protocol == ICMP ? quoted->transport + 4 : quoted->transport + (quote_is_source ? 0 : 2);
    u32 old_address = quote_is_source ? quoted->source : quoted->destination;
    u16 old_port, header_sum, icmp_sum, transport_sum;
    if (load(packet, port_at, &old_port, 2) < 0 || load(packet, inner + HEADER_SUM, &header_sum, 2) < 0
        || load(packet, icmp_sum_at, &icmp_sum, 2) < 0)
        return 0;
    // The quoted header's own sum follows its address, so both changes cancel out in the sum of the message.
    header_sum = adjusted(header_sum, old_address, address);
    icmp_sum = adjusted(icmp_sum, old_port, port);
    u32 sum_at = quoted->transport + sum_offset(quoted->protocol);
    // A quote of eight bytes ends before the checksum of TCP.
    if (load(packet, sum_at, &transport_sum, 2) == 0 && !(quoted->protocol == UDP && transport_sum == 0)) {
        u16 changed = adjusted(transport_sum, old_port, port);
        if (quoted->protocol != ICMP) changed = adjusted(changed, old_address, address);
        icmp_sum = adjusted(icmp_sum, transport_sum, changed);
        store(packet, sum_at, &changed, 2, RECOMPUTE_SUM);
    }
    store(packet, inner + HEADER_SUM, &header_sum, 2, RECOMPUTE_SUM);
    store(packet, inner + (quote_is_source ? SOURCE : DESTINATION), &address, 4, RECOMPUTE_SUM);
    store(packet, port_at, &port, 2, RECOMPUTE_SUM);
    store(packet, icmp_sum_at, &icmp_sum, 2, RECOMPUTE_SUM);
    // The outer packet goes the other way than the one it quotes.
    u32 outer_at = ETHERNET_BYTES + (quote_is_source ? DESTINATION : SOURCE);
    replace_header_sum(packet, ETHERNET_BYTES + HEADER_SUM, quote_is_source ? error->destination : error->source, address, 4);
    store(packet, outer_at, &address, 4, 0);
    return 1;
}

INLINE u16 quoted_port(const struct __sk_buff *packet, const struct parsed *quoted, int is_source)
{
    u16 port = is_source ? quoted->source_port : quoted->destination_port;
    if (quoted->protocol == ICMP) load(packet, quoted->transport + 4, &port, 2);
    return port;
}

// ---- The two programs ----
INLINE int unmatched(void)
{
    if (SETTING(drops_unmatched)) DROP_FOR(unmatched);
    COUNT(punted);
    return PASS;
}

INLINE int refuse(enum parse_result result)
{
    if (result == FRAGMENT) DROP_FOR(fragment);
    if (result == TRUNCATED) DROP_FOR(truncated);
    DROP_FOR(unsupported);
}

INLINE int is_inside(u32 address)
{
    return (__builtin_bswap32(address) & SETTING(inside_mask)) == SETTING(inside_network);
}

INLINE int forward(u32 interface)
{
    COUNT(forwarded);
    return redirect_to_neighbour(interface, 0, 0, 0);
}

PROGRAM("tc/from_clients") int from_clients(struct __sk_buff *packet)
{
    struct parsed it, quoted;
    struct ipv4 header;
    if (packet->protocol != ETHERTYPE_IPV4) return PASS;
    if (load(packet, ETHERNET_BYTES, &header, sizeof header) < 0) DROP_FOR(truncated);
    // For the node itself.
    if (is_inside(header.destination) || header.destination == SETTING(egress_address)) return PASS;
    COUNT(packets);
    enum parse_result result = parse(packet, ETHERNET_BYTES, &it);
    if (result != PARSED) return refuse(result);
    if (is_error(&it)) {
        u32 inner = it.transport + sizeof(struct icmp);
        if (parse(packet, inner, &quoted) != PARSED) DROP_FOR(bad_quote);
        struct key original;
        original_key(&original, quoted.destination, quoted_port(packet, &quoted, 0), quoted.source,
                     quoted.protocol == ICMP ? 0 : quoted.source_port, quoted.protocol);
        struct value *found = lookup(&nat_entries, &original);
        if (!found) return unmatched();
        u32 address = found->address;
        u16 port = found->port;
        if (!rewrite_error(packet, &it, &quoted, 0, address, port)) DROP_FOR(bad_quote);
        return forward(SETTING(outside_interface));
    }
    if (it.protocol == ICMP && it.icmp_type != ECHO_REQUEST) return unmatched();
    u16 port = 0;
    if (!map_egress(&it, &port)) DROP_FOR(no_mapping);
    rewrite(packet, &it, 1, SETTING(egress_address), port);
    return forward(SETTING(outside_interface));
}

PROGRAM("tc/from_servers") int from_servers(struct __sk_buff *packet)
{
    struct parsed it, quoted;
    struct ipv4 header;
    u32 address = 0;
    u16 port = 0;
    if (packet->protocol != ETHERTYPE_IPV4) return PASS;
    if (load(packet, ETHERNET_BYTES, &header, sizeof header) < 0) DROP_FOR(truncated);
    // Nothing reaches a client but by a mapping.
    if (is_inside(header.destination)) DROP_FOR(untranslated);
    if (header.destination != SETTING(egress_address)) return PASS;
    COUNT(packets);
    enum parse_result result = parse(packet, ETHERNET_BYTES, &it);
    if (result != PARSED) return refuse(result);
    if (is_error(&it)) {
        u32 inner = it.transport + sizeof(struct icmp);
        if (parse(packet, inner, &quoted) != PARSED) DROP_FOR(bad_quote);
        struct parsed reply = { .source = quoted.destination, .destination = quoted.source, .protocol = quoted.protocol,
                                .source_port = quoted.protocol == ICMP ? 0 : quoted.destination_port,
                                .destination_port = quoted_port(packet, &quoted, 1) };
        struct key reverse;
        reverse_key(&reverse, reply.source, reply.source_port, reply.destination, reply.destination_port, reply.protocol);
        struct value *found = lookup(SETTING(one_entry) ? (void *)&nat_claims : (void *)&nat_entries, &reverse);
        if (!found || (SETTING(one_entry) && !claim_is_live(&reverse, found))) return unmatched();
        address = found->address;
        port = found->port;
        if (!rewrite_error(packet, &it, &quoted, 1, address, port)) DROP_FOR(bad_quote);
        return forward(SETTING(inside_interface));
    }
    if (it.protocol == ICMP && it.icmp_type != ECHO_REPLY) return PASS;
    if (!in_range(it.protocol, __builtin_bswap16(it.destination_port))) return unmatched();
    if (map_ingress(&it, &address, &port) != MATCHED) return unmatched();
    rewrite(packet, &it, 0, address, port);
    return forward(SETTING(inside_interface));
}
