#!/bin/bash
# What L4T's script does: one zram device for each processor, half of the memory in total, priority 5.
set -e
processors=$(nproc)
modprobe zram "num_devices=$processors"
memory_kib=$(awk '/^MemTotal/ { print $2 }' /proc/meminfo)
for ((number = 0; number < processors; number++)); do
  echo $((memory_kib / 2 / processors * 1024)) >"/sys/block/zram$number/disksize"
  mkswap "/dev/zram$number"
  swapon -p 5 "/dev/zram$number"
done
