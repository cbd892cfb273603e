import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { wasm } from '../../src/backend/wasm.ts';
import { installCommand } from '../../src/core/install.ts';
import { onnxInstall } from '../../src/model/packages.ts';
import { folder } from '../support/files.ts';

const before = process.env.npm_config_user_agent;

function runBy(agent: string | undefined): void {
  if (agent === undefined) delete process.env.npm_config_user_agent;
  else process.env.npm_config_user_agent = agent;
}

afterEach(() => {
  runBy(before);
  vi.restoreAllMocks();
});

test.each([
  ['npm/10.9.0 node/v22.1.0 linux x64', 'npm install a b', 'npm install'],
  ['pnpm/9.1.0 npm/? node/v22.1.0 linux x64', 'pnpm add a b', 'pnpm install'],
  ['yarn/4.5.0 npm/? node/v22.1.0 linux x64', 'yarn add a b', 'yarn install'],
  ['bun/1.1.0 npm/? node/v22.1.0 linux x64', 'bun add a b', 'bun install'],
])('the manager that runs the command is named: %s', (agent, add, again) => {
  vi.spyOn(process, 'cwd').mockReturnValue(folder());
  runBy(agent);
  expect(installCommand('a b')).toBe(add);
  expect(installCommand()).toBe(again);
  expect(wasm.remedy()).toBe(`install the package again: ${again}`);
  expect(onnxInstall('@latest').includes('--onnxruntime-node-install')).toBe(agent.startsWith('npm'));
});

test.each([
  ['pnpm-lock.yaml', 'pnpm add a'],
  ['yarn.lock', 'yarn add a'],
  ['bun.lock', 'bun add a'],
  ['bun.lockb', 'bun add a'],
  ['package-lock.json', 'npm install a'],
])('else the manager of the nearest lock file, here or above: %s', (lock, command) => {
  const root = folder();
  const inner = join(root, 'packages/one');
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(root, lock), '');
  for (const agent of [undefined, 'npm/10.9.0 node/v22.1.0 linux x64'])
    for (const cwd of [root, inner]) {
      vi.spyOn(process, 'cwd').mockReturnValue(cwd);
      runBy(agent);
      expect(installCommand('a')).toBe(command);
    }
});
