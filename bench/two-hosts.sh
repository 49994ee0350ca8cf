#!/usr/bin/env bash
# Trains with two workers as on two hosts: in two network namespaces of this machine, joined by a link of a given speed.
# Needs root.
#
#   bench/two-hosts.sh RATE OUT OPTION...
#
# RATE is the speed of each direction in the notation of tc (1gbit, 100mbit), OUT is the folder of the run, and the options are
# those of train. Each worker has one thread, so two cores are used. OUT/results.json contains the time of the exchanges.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ $# -ge 2 ]] || {
    sed -n '2,8s/^# \{0,1\}//p' bench/two-hosts.sh >&2
    exit 2
}
rate=$1 out=$2
shift 2
./dann4j --version >/dev/null # build once, before the two workers start

hosts=(dann4j-a dann4j-b)
cleanup() {
    for host in "${hosts[@]}"; do
        ip netns del "$host" 2>/dev/null || true
    done
}
trap cleanup EXIT
cleanup
for host in "${hosts[@]}"; do
    ip netns add "$host"
    ip -n "$host" link set lo up
done
ip link add veth0 netns dann4j-a type veth peer name veth0 netns dann4j-b
for i in 0 1; do
    ip -n "${hosts[i]}" addr add "10.213.9.$((i + 1))/24" dev veth0
    ip -n "${hosts[i]}" link set veth0 up
    ip netns exec "${hosts[i]}" tc qdisc add dev veth0 root tbf rate "$rate" burst 256kb latency 100ms
done

for i in 0 1; do
    ip netns exec "${hosts[i]}" env MASTER_ADDR=10.213.9.1 MASTER_PORT=29500 WORLD_SIZE=2 RANK=$i \
        ./dann4j train --threads 1 --out "$out" "$@" &
done
wait -n
wait
