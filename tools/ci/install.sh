#!/usr/bin/env bash
# Installs what the project's lock file says, by the package manager that wrote it, unless coincide is there already.
set -euo pipefail

if npx --no-install coincide --version >/dev/null 2>&1; then
  echo "coincide $(npx --no-install coincide --version) is installed"
elif [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then
  npm ci --no-audit --no-fund
elif [ -f pnpm-lock.yaml ]; then
  command -v pnpm >/dev/null || corepack enable pnpm
  # Install scripts that nobody has approved do not run, and are no error: none is needed here.
  pnpm install --frozen-lockfile --config.strict-dep-builds=false
elif [ -f yarn.lock ]; then
  command -v yarn >/dev/null || corepack enable yarn
  # Yarn 1 writes its version into the lock file; later ones have another name for the option.
  if grep -q '^# yarn lockfile v1' yarn.lock; then yarn install --frozen-lockfile; else yarn install --immutable; fi
else
  npm install --no-audit --no-fund --no-save coincide
fi
