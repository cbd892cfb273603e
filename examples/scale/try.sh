#!/bin/bash
# Runs the examples that need no cluster on a small project, with a kill in between, and compares their results with those of
# one run. What is not installed is named and left out: GNU parallel, Snakemake, DVC, Slurm.
#   bash examples/scale/try.sh                                              after npm run build
#   bash tools/ci/one_node_slurm.sh bash examples/scale/try.sh              the same on a Slurm of one node
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

mkdir -p "$work/bin" "$work/project/experiments"
printf '#!/bin/sh\nshift\nexec node "%s/dist/cli.js" "$@"\n' "$root" >"$work/bin/npx"
chmod +x "$work/bin/npx"
export PATH=$work/bin:$PATH
cat >"$work/project/experiments/noise.yaml" <<'YAML'
image: { type: noise, size: 96 }
shift: { max: 8 }
trials: all
pool: { type: max_pool, depth: 3 }
tables: [summary, shifts]
sweep: { seed: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19] }
YAML
cp "$root/experiments/circle.yaml" "$work/project/experiments/"
(cd "$work/project" && npx coincide run --out "$work/whole" --quiet)

# try NAME PROGRAM COMMAND…: in a fresh copy of the project; killed once, then run again.
try() {
  local name=$1 program=$2
  shift 2
  if ! command -v "$program" >/dev/null; then
    echo "left out: $name ($program is not installed)"
    return
  fi
  rm -rf "$work/copy" && cp -r "$work/project" "$work/copy" && cp "$root"/examples/scale/{parallel.sh,slurm.sh,Snakefile,dvc.yaml} "$work/copy"
  (cd "$work/copy" && timeout --signal=KILL 2 "$@" >/dev/null 2>&1) || true
  if (cd "$work/copy" && "$@" >"$work/log" 2>&1) && diff -r -x .snakemake_timestamp -x .gitignore "$work/whole" "$work/copy/results"; then
    echo "passed: $name, killed and run again, gives the bytes of one run"
  else
    cat "$work/log"
    echo "FAILED: $name" >&2
    failed=1
  fi
}

try 'GNU parallel' parallel bash parallel.sh 5
try 'Snakemake' snakemake snakemake --cores 2 --rerun-incomplete --nolock
try 'DVC' dvc bash -c '[ -d .dvc ] || dvc init --quiet --no-scm; rm -f .dvc/tmp/rwlock; dvc repro --quiet'
# sbatch alone is not enough: a controller has to answer.
if timeout 10 sinfo >/dev/null 2>&1; then
  # The kill ends the shell that waits; scancel ends the tasks.
  try 'Slurm' sbatch bash -c '
    scancel --user "$USER"
    while squeue --noheader | grep -q .; do sleep 0.2; done
    array=$(sbatch --parsable slurm.sh)
    sbatch --wait --dependency="afterok:$array" --wrap "npx coincide merge shards --quiet"
    cat slurm-*.out'
else
  echo 'left out: Slurm (no controller answers sinfo)'
fi
exit "$failed"
