import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { backendsThere } from '../support/backends.ts';
import { library } from '../support/cli/coincide.ts';

/** The newest Node that this machine has beside the one that runs the tests: its path. */
const newer = process.env.COINCIDE_NODE24;
const native = backendsThere.some(({ name }) => name === 'tensorflow');

/** Asks a process of its own, so that its `node:util` is as Node made it. */
async function ask(node: string, script: string): Promise<unknown> {
  const { stdout, stderr } = await promisify(execFile)(node, ['--input-type=module', '--eval', script]);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const nodes = [
  ['the Node of the tests', process.execPath],
  ...(newer ? [['the Node of COINCIDE_NODE24', newer] as const] : []),
] as const;
const without = newer ? '' : ' (COINCIDE_NODE24 names no newer one)';

test('the package for graphics cards takes the place of the other, and its version says so', async () => {
  const { tensorflow } = await import('../../src/backend/tensorflow.ts');
  const asked: string[] = [];
  const stand = { version: { 'tfjs-node': '4.22.0' } };
  const core = {
    env: () => ({ set() {} }),
    setBackend: async (name: string) => name === 'tensorflow',
    ready: async () => {},
  };
  const loadPackage = (name: string): any => {
    asked.push(name);
    return name === '@tensorflow/tfjs-core' ? core : stand;
  };
  const versions = [tensorflow.package, tensorflow.instead!].map(async (from) => {
    return (await tensorflow.load(loadPackage, from)).version;
  });
  expect(await Promise.all(versions)).toEqual(['4.22.0', '4.22.0 (@tensorflow/tfjs-node-gpu)']);
  expect(asked).toContain('@tensorflow/tfjs-node-gpu');
});

describe.each(nodes)(`native TensorFlow on %s${without}`, (_, node) => {
  test('finds the functions of node:util that Node 23 removed, repaired before anything is loaded', async () => {
    const script = `
      import util from 'node:util';
      import { loadBackend } from ${JSON.stringify(library)};
      await loadBackend('tensorflow').catch(() => {});
      const { isNullOrUndefined, isArray } = util;
      const values = [null, undefined, 0, '', false, [], {}];
      console.log(JSON.stringify([values.map(isNullOrUndefined), values.map(isArray)]));`;
    expect(await ask(node, script)).toEqual([
      [true, true, false, false, false, false, false],
      [false, false, false, false, false, true, false],
    ]);
  });

  test.runIf(native)('pools the lesson’s circle, and prints nothing of its own', async () => {
    const script = `
      import { run } from ${JSON.stringify(library)};
      const experiment = { image: 'circle', shift: { max: 3 }, trials: 'all', layers: [{ repeat: { times: 4, layers: ['max_pool'] } }, 'avg_pool'] };
      const { table, backend } = await run(experiment, { backend: 'tensorflow' });
      console.log(JSON.stringify([backend, Number(process.versions.node.split('.')[0]), table.rows.map(({ classes }) => classes)]));`;
    const [backend, major, classes] = (await ask(node, script)) as [string, number, number[]];
    expect(backend).toBe('tensorflow');
    expect(classes).toEqual([49, 49, 49, 45, 1, 1]);
    if (node === newer) expect(major).toBeGreaterThanOrEqual(23);
  });
});
