#!/usr/bin/env bash
# Checks with annotations for GitHub, and puts a page into the step's summary, whatever the outcome. Reads
#   COINCIDE_FILES          files or folders, one a line (default: experiments)
#   COINCIDE_CHANGED_SINCE  a commit
#   COINCIDE_BACKEND        auto, tensorflow, wasm or cpu
#   COINCIDE_JUNIT          a file for a JUnit report
#   COINCIDE_COMMAND        what runs coincide (default: npx --no-install coincide)
# and exits as `coincide check` does.
set -euo pipefail

page=$(mktemp)
trap 'rm -f "$page"' EXIT

args=(--reporter text --reporter github --reporter "markdown:$page")
[ -z "${COINCIDE_BACKEND:-}" ] || args+=(--backend "$COINCIDE_BACKEND")
[ -z "${COINCIDE_CHANGED_SINCE:-}" ] || args+=("--changed-since=$COINCIDE_CHANGED_SINCE")
[ -z "${COINCIDE_JUNIT:-}" ] || args+=(--reporter "junit:$COINCIDE_JUNIT")
args+=(--)
while IFS= read -r file; do
  [ -z "$file" ] || args+=("$file")
done <<<"${COINCIDE_FILES:-}"

read -ra command <<<"${COINCIDE_COMMAND:-npx --no-install coincide}"
code=0
"${command[@]}" check "${args[@]}" || code=$?
# A summary that cannot be written is no reason to fail.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && ! cat "$page" 2>/dev/null >>"$GITHUB_STEP_SUMMARY"; then
  echo "::warning::the step summary $GITHUB_STEP_SUMMARY cannot be written"
fi
exit "$code"
