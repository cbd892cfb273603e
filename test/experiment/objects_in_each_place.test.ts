import { expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { parseExperiment } from '../../src/index.ts';

const picture = {
  ...{ type: 'file', path: 'a.png', size: 4, crop: 3, orient: true, channels: 'rgb', range: [0, 1] },
  ...{ mean: 0, std: 1, resize: { shorter: 3, filter: 'bilinear', antialias: true }, embed: { size: 4 } },
  ...{ classes: ['a'], labels: 'none', limit: 3, order: 'name', rows: [[1]], at: [[1, 1]], value: 1 },
};
const shift = {
  ...{ max: 3, x: [0, 1], step: 1, distribution: 'uniform', fill_mode: 'wrap', fill_value: 0, frame: 3 },
  ...{ offset: 0, list: [[0, 1]], radius: 3, interpolation: 'bilinear' },
};
const layer = {
  ...{ type: 'conv2d', kernel: 'random', filters: 3, kernel_size: 3, padding: 'same', strides: 1 },
  ...{ pool_size: 2, input: { layout: 'NHWC', mean: 0 }, output: 'x', replace: { max_pool: 'blur_pool' } },
};

/** Every key of most sections, so that a value in any of them is looked at. */
const file = {
  ...{ image: picture, against: picture, shift, layers: [layer, 'max_pool'], trials: 10, seed: 3 },
  ...{ pool: { type: 'max_pool', depth: 2 }, compare: { type: 'close', relative: 1 }, steps: 'all' },
  ...{ measures: [{ type: 'psnr', peak: 2 }], tables: ['summary'], preprocess: 'torchvision' },
  ...{
    sweep: { 'shift.max': [1, 2], 'pool.type': { a: 'max_pool' } },
    baseline: { no_worse: 'significant' },
  },
  expect: [{ metric: 'match_rate', at: { depth: 1, layer: 'x' }, min: 0.9, of: 'p05' }],
};

type Path = readonly string[];

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* pathsOf(inner, [...path, key]);
}

function replaced(value: unknown, [key, ...path]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) };
  copy[key] = replaced(copy[key], path, by);
  return copy;
}

/** Objects as YAML gives them, which have no `toString`, alone and in lists. */
const objects = {
  'an empty object': Object.create(null),
  'an object': Object.assign(Object.create(null), { size: 3 }),
  'a list of an object': [Object.create(null)],
  'a list of a list of an object': [[Object.create(null)]],
  'an object with a toString of its own': { toString: 1, valueOf: 1 },
};

test.each(Object.entries(objects))('%s in the place of any value is refused with a sentence', (_, object) => {
  for (const path of pathsOf(file))
    expect(() => parseExperiment(replaced(file, path, object) as never), path.join('.')).toThrow(UserError);
});
