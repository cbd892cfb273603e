#!/usr/bin/env bash
# Holds the committed tables of ONNX models on processors that this machine is not, emulated by QEMU (Debian's
# qemu-user): ONNX Runtime adds up in another order where a processor has other instructions. About a quarter of an hour
# for each processor.
#
#   bash tools/ci/other_processors.sh                      # Nehalem (SSE 4.2) and Haswell (AVX2)
#   bash tools/ci/other_processors.sh Skylake-Client       # others: qemu-x86_64 -cpu help
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- Nehalem Haswell
command -v qemu-x86_64 >/dev/null || { echo "qemu-x86_64 is missing; install qemu-user" >&2; exit 2; }
[ -e dist/cli.js ] || { echo "dist/ is missing; run npm run build" >&2; exit 2; }

node=$(readlink -f "$(command -v node)")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t files < <(grep -rl --include='*.yaml' '\.onnx' experiments | sort)
different=0
for processor in "$@"; do
  for file in "${files[@]}"; do
    table=results/${file#experiments/}
    table=${table%.yaml}.csv
    # A thread would be one more emulator.
    qemu-x86_64 -cpu "$processor" "$node" dist/cli.js run "$file" --fresh --workers 1 --quiet -o - \
      >"$work/table.csv" 2>"$work/errors" || { cat "$work/errors" >&2; exit 1; }
    if cmp -s "$work/table.csv" "$table"; then
      echo "same on $processor: $table"
    else
      echo "other on $processor: $table"
      diff "$table" "$work/table.csv" || true
      different=$((different + 1))
    fi
  done
done
echo "${#files[@]} tables on $# processors: $different differ"
[ "$different" = 0 ]
