#!/usr/bin/env bash
# Packs the package and uses it as a stranger would: in an empty project, from the tarball.
#
#   bash tools/check-package.sh        (npm run package-check)
#
# With COINCIDE_REQUIRE_BACKENDS=3 it also follows the remedy that `coincide doctor` names, and asks for TensorFlow.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "check-package: $*"; }
fail() { say "$*" >&2; exit 1; }

root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm pack --silent --ignore-scripts=false --pack-destination "$work" >/dev/null 2>"$work/build.log"
[ ! -s "$work/build.log" ] || fail "the build warns: $(cat "$work/build.log")"
tarball=$(echo "$work"/coincide-*.tgz)

say "publint and attw"
npx publint run --strict "$tarball"
npx attw --profile esm-only --no-emoji --no-color "$tarball"

say "what is in it"
tar -tzf "$tarball" | sed 's|^package/||' | sort >"$work/files"
grep -vE '^dist/([A-Za-z0-9_.-]+\.(js|d\.ts|cjs|d\.cts)|playground/(parts|fonts|experiments/(models|protocols))/[A-Za-z0-9_./-]+)$' "$work/files" | diff - <(sort <<'FILES'
CHANGELOG.md
LICENSE
README.md
check.schema.json
dist/locales/en.json
dist/playground/index.html
dist/playground/third-party-licenses.txt
dist/third-party-licenses.txt
experiments/circle.yaml
experiments/two-dots.yaml
package.json
schema.json
tools/build-tfjs-node.sh
FILES
) || fail "the package has other files than expected (left: what it has)"
! grep -q ort-wasm "$work/files" || fail "the package has ONNX Runtime's WebAssembly, which takes more than all else"
# In tenths of a megabyte, packed: the command line and the library 7; the playground 19, of which its page 5, Vega 3,
# TensorFlow.js 3, decoders 2, five small networks and their pictures 6, letters of Turkish 1.
[ "$(wc -c <"$tarball")" -lt 2700000 ] || fail "the package has more than 2.7 MB"

say "in an empty project"
mkdir "$work/project"
cd "$work/project"
npm init --yes >/dev/null
npm install --no-audit --no-fund --loglevel=error "$tarball"
npx coincide init
npx coincide run
for name in circle two-dots; do
  for file in "results/$name.csv" "results/$name.datapackage.json"; do
    cmp "$file" "$root/$file" || fail "$file is not what the project has committed"
  done
  schema=$(sed -n 's/^# yaml-language-server: \$schema=//p' "experiments/$name.yaml")
  cmp "experiments/$schema" "$root/schema.json" || fail "the schema reference of $name.yaml leads nowhere"
done
npx coincide validate
npx coincide doctor

say "as a library"
cat >use.mts <<'TS'
import { type Row, run, UserError } from 'coincide';
import schema from 'coincide/schema.json' with { type: 'json' };

const { table } = await run({ image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 4 } });
const last: Row | undefined = table.rows.at(-1);
const rate: number | null | undefined = last?.match_rate;
if (rate !== 1) throw new Error(`match_rate is ${rate}`);
if (schema.title !== 'coincide experiment') throw new Error(schema.title);
// @ts-expect-error there is no such layer
const error: unknown = await run({ image: 'circle', shift: { max: 3 }, pool: 'max_pol' }).catch((e) => e);
if (!(error instanceof UserError)) throw error;
console.log(`match_rate ${rate}; ${error.message}`);
TS
version() { node -p 'require(process.argv[1]).version' "$root/node_modules/$1/package.json"; }
npm install --save-dev --no-audit --no-fund --loglevel=error \
  "typescript@$(version typescript)" "@types/node@$(version @types/node)"
cat >old.cts <<'TS'
import { type Row, run } from 'coincide';
export const rows: Promise<readonly Row[]> = run({ image: 'circle', shift: { max: 3 } }).then(({ table }) => table.rows);
TS
cat >older.ts <<'TS'
import { run } from 'coincide';
import { matchers } from 'coincide/vitest';
export const both = { run, matchers };
TS
cp old.cts plain.ts
strict="--strict --skipLibCheck false --target es2023 --types node"
npx tsc $strict --module nodenext --resolveJsonModule --outDir . use.mts
npx tsc $strict --module node16 --noEmit old.cts
npx tsc $strict --module esnext --moduleResolution bundler --noEmit plain.ts
npx tsc $strict --module commonjs --moduleResolution node10 --ignoreDeprecations 6.0 --noEmit plain.ts
npx tsc --strict --target es2023 --module commonjs --moduleResolution node10 --ignoreDeprecations 6.0 --skipLibCheck --types node --noEmit older.ts
node -e "if (typeof require('coincide').run !== 'function') throw new Error('require gives no run')"
node --no-warnings use.mjs

if [ "${COINCIDE_REQUIRE_BACKENDS:-1}" = 3 ]; then
  say "with native TensorFlow, as doctor says"
  bash node_modules/coincide/tools/build-tfjs-node.sh
  npx coincide doctor | tee doctor.txt
  [ "$(grep -c 'reproduces the lesson' doctor.txt)" = 3 ] || fail "three backends were expected"
  npx coincide run --backend tensorflow --quiet --out native
  cmp native/circle.csv results/circle.csv
fi
say "all is well"
