#!/bin/sh
# The kernel's NAT as an image: nftables. Needs a shell, ip, sed and nft in the image.
set -eu
inside=$CHAOS_INSIDE_INTERFACE outside=$CHAOS_OUTSIDE_INTERFACE
ports=$CHAOS_FIRST_PORT-$CHAOS_LAST_PORT connections=$((CHAOS_TABLE_ENTRIES / 2))

# The hosts' gateways, and the address that the servers see, are ours to answer for.
ip address add "$CHAOS_INSIDE_GATEWAY/${CHAOS_INSIDE_NETWORK#*/}" dev "$inside"
ip address add "$CHAOS_OUTSIDE_GATEWAY/${CHAOS_OUTSIDE_NETWORK#*/}" dev "$outside"
ip address add "$CHAOS_EGRESS_ADDRESS/32" dev "$outside"

# A packet to the egress address without a mapping: the kernel answers it, unless a rule drops it.
unmatched=accept
[ "$CHAOS_UNMATCHED" = punt ] || unmatched=drop

nft -f - <<RULES
table ip nat {
  counter refused { }
  chain arriving {
    type filter hook input priority filter; policy accept;
    iifname "$outside" ct state invalid,new $unmatched
  }
  chain passing {
    type filter hook forward priority filter; policy accept;
    ct state invalid drop
    iifname "$outside" ct state new drop
    oifname "$outside" ct status ! confirmed ct count over $connections counter name refused drop
  }
  chain leaving {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "$outside" meta l4proto tcp snat to $CHAOS_EGRESS_ADDRESS:$ports
    oifname "$outside" meta l4proto udp snat to $CHAOS_EGRESS_ADDRESS:$ports
    oifname "$outside" snat to $CHAOS_EGRESS_ADDRESS
  }
}
RULES

stats() {
    tracked=$(cat /proc/sys/net/netfilter/nf_conntrack_count)
    refused=$(nft list counter ip nat refused | sed -n 's/.*packets \([0-9]*\).*/\1/p')
    echo "{\"type\":\"stats\",\"entries\":$((2 * tracked)),\"refusals\":$refused}"
}

echo '{"type":"ready","verbs":["stats"]}'
while read -r order; do
    case $order in
        *'"type":"stats"'*) stats ;;
        *) echo '{"type":"unsupported"}' ;;
    esac
done
