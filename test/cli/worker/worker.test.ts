import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide, dist, start } from '../../support/cli/coincide.ts';
import { folder, project } from '../../support/files.ts';

const URL = 'redis://127.0.0.1:1';

test.each([
  [
    ['worker'],
    'coincide worker needs --queue, as in --queue redis://localhost:6379; see coincide worker --help.',
  ],
  [
    ['worker', '--queue', URL, '--threads', '0'],
    '--threads: expected a whole number from 1 to 256, not "0".',
  ],
  [
    ['worker', '--queue', URL, '--threads', 'many'],
    '--threads: expected a whole number from 1 to 256, not "many".',
  ],
  [
    ['worker', '--queue', 'localhost'],
    '--queue: expected an address such as redis://localhost:6379, with rediss:// for TLS.',
  ],
  [['run', '--store', 'x'], '--store: it is where the workers of a --queue write to; give both.'],
  [
    ['run', '--queue', URL, '--verify'],
    '--queue has the units computed by `coincide worker`; leave out --workers and --verify.',
  ],
  [
    ['run', '--queue', URL, '--workers', '2'],
    '--queue has the units computed by `coincide worker`; leave out --workers and --verify.',
  ],
  [
    ['run', '--queue', URL, '--shard', '1/2', '--out', 'x'],
    '--shard and --queue are two ways to spread a run; choose one.',
  ],
])('%j exits with 2', async (args, message) => {
  const { code, stderr } = await coincide(folder(), ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('a worker whose Redis is not there exits with 4', async () => {
  expect(await coincide(folder(), 'worker', '--queue', URL)).toMatchObject({
    code: 4,
    stderr: `cannot use the queue at ${URL}: connect ECONNREFUSED 127.0.0.1:1.\n`,
  });
});

test.each(['bullmq', 'ioredis'])('without %s the message says what to install', async (missing) => {
  const at = folder({ 'package.json': '{ "type": "module" }' });
  cpSync(dist, join(at, 'dist'), { recursive: true });
  mkdirSync(join(at, 'node_modules'));
  for (const name of readdirSync(join(project, 'node_modules')))
    if (name !== missing) symlinkSync(join(project, 'node_modules', name), join(at, 'node_modules', name));
  const { ended } = start(at, ['worker', '--queue', URL], {
    command: [process.execPath, join(at, 'dist/cli.js')],
  });
  expect(await ended).toMatchObject({
    code: 3,
    stderr: '--queue needs bullmq and ioredis, which are not both installed: npm install bullmq@6 ioredis.\n',
  });
});
