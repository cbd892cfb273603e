#!/usr/bin/env bash
# Installs what the project's lock file says, unless coincide is there already.
set -euo pipefail

if npx --no-install coincide --version >/dev/null 2>&1; then
  echo "coincide $(npx --no-install coincide --version) is installed"
elif [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then
  npm ci --no-audit --no-fund
else
  npm install --no-audit --no-fund --no-save coincide
fi
