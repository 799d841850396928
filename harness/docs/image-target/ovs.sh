#!/bin/sh
# Open vSwitch as an image: the kernel routes every packet through a switch in user space, whose connection tracking translates.
set -eu
exec 3>&1 1>&2
export OVS_RUNDIR=/run/ovs
mkdir -p $OVS_RUNDIR
ovsdb-tool create $OVS_RUNDIR/conf.db /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server $OVS_RUNDIR/conf.db --remote=punix:$OVS_RUNDIR/db.sock --pidfile --detach --no-chdir
db=unix:$OVS_RUNDIR/db.sock
ovs-vsctl --db=$db --no-wait init
ovs-vswitchd $db --pidfile --detach --no-chdir
vsctl() { ovs-vsctl --db=$db --timeout=10 "$@"; }
vsctl add-br nat0 -- set bridge nat0 datapath_type=netdev fail_mode=secure
vsctl add-port nat0 in0 -- set interface in0 type=internal ofport_request=1 \
    -- add-port nat0 out0 -- set interface out0 type=internal ofport_request=2

# Clients' packets enter the switch at in0 and leave it at out0, translated; servers' packets go the other way.
network=$CHAOS_INSIDE_NETWORK egress=$CHAOS_EGRESS_ADDRESS outside=$CHAOS_OUTSIDE_INTERFACE
ip address add "$CHAOS_INSIDE_GATEWAY/24" dev "$CHAOS_INSIDE_INTERFACE"
ip address add "$CHAOS_OUTSIDE_GATEWAY/24" dev "$outside"
ip neighbour add proxy "$egress" dev "$outside"
for port in in0 out0; do ip link set $port up; done
mac() { cat /sys/class/net/$1/address; }
ip neighbour add 169.254.0.1 lladdr "$(mac out0)" dev in0
ip neighbour add 169.254.0.2 lladdr "$(mac in0)" dev out0
ip route add default via 169.254.0.1 dev in0 onlink table 100
ip rule add iif "$CHAOS_INSIDE_INTERFACE" lookup 100
ip route add "$egress" via 169.254.0.2 dev out0 onlink table 101
ip route add blackhole default table 101
ip rule add iif "$outside" lookup 101

ovs-appctl dpctl/ct-set-maxconns $((CHAOS_TABLE_ENTRIES / 2))
ovs-ofctl --strict add-flows nat0 - <<FLOWS
table=0,in_port=1,ip,nw_src=$network,actions=ct(table=1,nat)
table=0,in_port=2,ip,nw_dst=$egress,actions=ct(table=1,nat)
table=1,in_port=1,ip,ct_state=+trk+new,actions=ct(commit,nat(src=$egress:$CHAOS_FIRST_PORT-$CHAOS_LAST_PORT),table=2)
table=1,in_port=1,ip,ct_state=+trk-new-inv,actions=goto_table:2
table=1,in_port=2,ip,ct_state=+trk-new-inv,nw_dst=$network,actions=output:1
table=2,ip,nw_src=$egress,actions=output:2
FLOWS

echo '{"type":"ready","verbs":["stats","flush"]}' >&3
while read -r order; do
    entries=$((2 * $(ovs-appctl dpctl/ct-get-nconns)))
    case $order in
        *'"type":"stats"'*)
            full=$(ovs-appctl coverage/read-counter conntrack_full)
            echo "{\"type\":\"stats\",\"entries\":$entries,\"refusals\":$full}" ;;
        *'"type":"flush"'*) ovs-appctl dpctl/flush-conntrack; echo "{\"type\":\"flush\",\"entries\":$entries}" ;;
        *) echo '{"type":"unsupported"}' ;;
    esac >&3
done
