import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('docs/scale.md has the table that the simulation prints', () => {
  const { stdout, status } = spawnSync('npx', ['tsx', 'tools/simulate_scale.ts'], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout.split('\n').length).toBeGreaterThan(10);
  expect(readFileSync('docs/scale.md', 'utf8')).toContain(`\n\n${stdout}\n`);
});
