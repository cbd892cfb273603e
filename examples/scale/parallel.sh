#!/bin/bash
# GNU parallel: N shards on this machine, or on others with --sshlogin. After a kill, run it again: shards that ended are
# in the log and are left out (--resume), the others go on where they were.
#   bash parallel.sh [N]
set -euo pipefail
shards=${1:-5}

seq "$shards" | parallel --joblog shards.log --resume --resume-failed \
  npx coincide run --shard "{}/$shards" --out shards --workers 1 --quiet
npx coincide merge shards
