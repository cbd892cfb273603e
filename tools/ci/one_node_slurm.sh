#!/bin/bash
# Starts a Slurm of one node, this machine, in a temporary folder, runs a command under it, and stops it. As root, with
# Debian's slurmctld, slurmd, slurm-client and munge.
#   bash tools/ci/one_node_slurm.sh bash examples/scale/try.sh
set -euo pipefail
for program in munged slurmctld slurmd sbatch; do
  command -v "$program" >/dev/null || { echo "$program is not installed: apt-get install slurmctld slurmd slurm-client munge" >&2; exit 2; }
done
work=$(mktemp -d)
# The daemons refuse folders that others may write to.
chmod 755 "$work"
mkdir -m 755 "$work"/{munge,state,spool}
stop() {
  for pid in "$work"/{slurmd,slurmctld}.pid "$work/munge/pid"; do [ ! -s "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true; done
  sleep 1
  rm -rf "$work"
}
trap stop EXIT

head -c 1024 /dev/urandom >"$work/munge/key"
chmod 400 "$work/munge/key"
munged --force --key-file "$work/munge/key" --socket "$work/munge/socket" --pid-file "$work/munge/pid" \
  --log-file "$work/munge/log" --seed-file "$work/munge/seed"

host=$(hostname -s)
cat >"$work/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
slurmctld
slurmd

for _ in $(seq 60); do
  sinfo --noheader --format %T 2>/dev/null | grep -q idle && break
  sleep 1
done
sinfo --noheader --format %T 2>/dev/null | grep -q idle || { tail -n 20 "$work"/*.log >&2; echo 'the node is not idle after a minute' >&2; exit 1; }
sinfo --version
"$@"
