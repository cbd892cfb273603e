import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import * as versions from '../../src/backend/backend_class.ts';
import { readExperimentFile } from '../../src/experiment/disk/files.ts';
import { readSource } from '../../src/experiment/parse.ts';
import { objectSource } from '../../src/experiment/text/source.ts';
import { filesReadFor } from '../../src/experiment/variants/loads.ts';
import { unitsOf } from '../../src/run/unit.ts';
import { unitIds } from '../../src/units/unit_id.ts';
import { folder } from '../support/files.ts';
import { filesOf, known, pngNamed } from '../support/image/pictures.ts';
import { readFile } from '../support/running.ts';

vi.mock('../../src/backend/backend_class.ts', { spy: true });

const computer = { coincide: '1.2.3', backend: 'auto, wasm 4.22.0' };
const base = {
  image: { type: 'circle', size: 16 },
  shift: { max: 2 },
  pool: { type: 'max_pool', depth: 2 },
  sweep: { 'shift.max': [1, 2], seed: [0, 1] },
};

function idsOf(file: object, by = computer, name = 'x'): string[] {
  const experiment = readFile(file, { name });
  const at = unitIds(experiment, by);
  return Array.from({ length: unitsOf(experiment).count }, (_, index) => at(index));
}

test('each unit has an id of its own, the same each time', () => {
  const ids = idsOf(base);
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(idsOf(base)).toEqual(ids);
});

test('a value that is added to a sweep adds units and changes none, wherever it is put', () => {
  const ids = idsOf(base);
  const more = idsOf({ ...base, sweep: { 'shift.max': [1, 3, 2], seed: [0, 1] } });
  expect([...more.slice(0, 2), ...more.slice(4)]).toEqual(ids);
  expect(new Set(more).size).toBe(6);
});

test('words that change no number leave the ids', () => {
  const ids = idsOf(base);
  expect(idsOf({ ...base, description: 'Other words.', expect: [{ metric: 'classes', min: 1 }] })).toEqual(
    ids,
  );
  expect(idsOf({ ...base, pool: { depth: 2, type: 'max_pool', strides: 2 } })).toEqual(ids);
});

test.each([
  ['a setting', { ...base, trials: 17 }],
  ['an option of the image', { ...base, image: { type: 'circle', size: 16, value: 2 } }],
  ['the measures', { ...base, measures: ['worst'] }],
  ['the tables', { ...base, tables: ['summary', 'shifts'] }],
])('%s changes all of them', (_, other) => {
  const ids = idsOf(base);
  for (const id of idsOf(other)) expect(ids).not.toContain(id);
});

test('so do the version, the backend and the name', () => {
  const ids = idsOf(base);
  const others = [
    idsOf(base, { ...computer, coincide: '1.2.4' }),
    idsOf(base, { ...computer, backend: 'cpu 4.22.0' }),
    idsOf(base, computer, 'y'),
  ];
  expect(new Set([ids, ...others].flat()).size).toBe(16);
});

test('a file changes the units that read it, and no others', async () => {
  const png = pngNamed(known.pngs[0]!.name);
  const read = async (first: number) => {
    const files = filesOf({ 'a.png': png, 'b.png': png });
    const value = {
      image: { type: 'file', path: 'a.png' },
      shift: { max: 1 },
      pool: 'max_pool',
      sweep: { 'image.path': ['a.png', 'b.png'] },
    };
    const named = () => [
      { path: 'a.png', bytes: 1, sha256: `of ${first}` },
      { path: 'b.png', bytes: 1, sha256: 'of b' },
    ];
    const experiment = await readSource(objectSource(value), { name: 'x' }, { ...files, named });
    const at = unitIds(experiment, computer);
    return [at(0), at(1)];
  };
  const [before, after] = [await read(1), await read(2)];
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
});

test('another ONNX model under the same name changes the ids', async () => {
  const file =
    'image: { type: noise, size: 36 }\nshift: { max: 1 }\nlayers: [{ type: model, path: net.onnx }]\n';
  const idWith = async (model: string) => {
    const net = readFileSync(`experiments/models/${model}`);
    const path = join(folder({ 'net.yaml': file, 'net.onnx': net }), 'net.yaml');
    return unitIds(await readExperimentFile(path), computer)(0);
  };
  const ids = [await idWith('max.onnx'), await idWith('blur.onnx'), await idWith('max.onnx')];
  expect(ids[1]).not.toBe(ids[0]);
  expect(ids[2]).toBe(ids[0]);
});

test('another version of ONNX Runtime changes the ids of what it computes, and no others', async () => {
  const idsOfFile = async (name: string) => {
    const experiment = await readExperimentFile(`experiments/${name}.yaml`);
    const installed = vi.mocked(versions.installedVersion);
    const before = unitIds(experiment, computer)(0);
    installed.mockReturnValue('99.0.0');
    const after = unitIds(experiment, computer)(0);
    installed.mockRestore();
    return [before, after];
  };
  const [onnx, otherOnnx] = await idsOfFile('models/operators');
  expect(otherOnnx).not.toBe(onnx);
  const [pools, otherPools] = await idsOfFile('circle');
  expect(otherPools).toBe(pools);
});

test.each(['by-layer', 'operators', 'replaced-pooling', 'separation'])(
  'every file that %s names is known to be read for some part of it',
  async (name) => {
    const { variants, files } = await readExperimentFile(`experiments/models/${name}.yaml`);
    const read = variants.flatMap(({ image, steps }) =>
      [image.loaded, ...steps.map(({ layer }) => layer?.loaded)].flatMap(filesReadFor),
    );
    expect([...new Set(read)].sort()).toEqual(files.map(({ path }) => path));
  },
);
