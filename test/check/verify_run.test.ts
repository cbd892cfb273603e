import { expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { verifyRun } from '../../src/check/verify_run.ts';
import { runExperiment } from '../../src/run/run.ts';
import { readFile } from '../support/running.ts';

const experiment = readFile({
  image: { type: 'noise', size: 12 },
  shift: { max: 2 },
  trials: 'all',
  layers: ['max_pool', { type: 'avg_pool', pool_size: 3, strides: 1 }],
  steps: 'all',
});
const settings = { backend: () => loadBackend('wasm') };

test('plain loops and a backend agree, also where windows read padding', async () => {
  const result = await runExperiment(experiment, { ...settings, loops: true });
  await verifyRun(experiment, result, 'wasm', settings);
});

test('one count that differs is a failure, which says where', async () => {
  const result = await runExperiment(experiment, { ...settings, loops: true });
  const rows = result.table.rows.map((row) => (row.step === 1 ? { ...row, matches: 25 } : row));
  const wrong = { ...result, table: { ...result.table, rows } };
  await expect(verifyRun(experiment, wrong, 'wasm', settings)).rejects.toThrow(
    /^wasm gives other numbers; nothing is written\.\n.*depth 1: matches was 25, is 1 /s,
  );
});
