import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { type Experiment, parseObject, parseSource } from '../../../src/experiment/parse.ts';
import { parseYaml } from '../../../src/experiment/text/yaml.ts';
import { numbersDependOn } from '../../../src/experiment/variants/resolved.ts';
import { digestOf } from '../../../src/results/datapackage.ts';
import { experiments, type File } from '../../support/experiment/experiments.ts';

const read = (file: object): Experiment => parseObject(file, { name: 'test' });
const readText = (text: string): Experiment => parseSource(parseYaml(text, 'test.yaml'), { name: 'test' });
const digest = ({ resolved }: Experiment): Promise<string> => digestOf(numbersDependOn(resolved));

/** What a variant is, without the functions of its kinds. */
function plain({ variants, expect, columns }: Experiment): unknown {
  return {
    columns,
    expect: expect.map(({ where: _, ...rest }) => rest),
    variants: variants.map(({ values, settings, rows }) => ({ values, settings, rows })),
  };
}

function readIfValid(file: File): Experiment | undefined {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

test('the resolved file, read again, gives the same variants, and is resolved', () => {
  const count = { read: 0, swept: 0 };
  const each = fc.property(experiments, (file) => {
    const experiment = readIfValid(file);
    fc.pre(experiment !== undefined);
    const again = read(JSON.parse(JSON.stringify(experiment.resolved)));
    expect(plain(again)).toEqual(plain(experiment));
    expect(again.resolved).toEqual(experiment.resolved);
    count.read++;
    if (experiment.swept.length > 1) count.swept++;
  });
  fc.assert(each, { numRuns: 300 });
  expect(count.read).toBe(300);
  expect(count.swept).toBeGreaterThan(50);
});

/** The lesson's experiment of design.md, with every default written out, and as short as it can be. */
const long = `
seed: 0
trials: 1000
image:
  type: circle
  size: 64
  radius: 28
  center: [31.5, 31.5]
  filled: false
  value: 1
shift:
  max: 3
  distribution: uniform
  fill_mode: constant
  fill_value: 0
pool:
  type: max_pool
  depth: 1
  pool_size: 2
  strides: 2
  padding: same
compare: exact
steps: pools
measures: []
tables: [summary]
`;
const short = 'image: circle\nshift: { max: 3 }\npool: max_pool\n';

test('the defaults that design.md writes out are those that are filled in', async () => {
  expect(readText(short).resolved).toEqual(readText(long).resolved);
  expect(plain(readText(short))).toEqual(plain(readText(long)));
  // Nothing but what the long file says.
  const { center, ...image } = { ...readText(long).resolved.image! } as Record<string, unknown>;
  expect({ image, center }).toEqual({
    image: { type: 'circle', size: [64, 64], radius: 28, filled: false, value: 1 },
    center: [31.5, 31.5],
  });
});

test('what a default follows from, it follows in each variant', () => {
  const { resolved } = readText(`${short}sweep: { image.size: [16, 32], pool.pool_size: [2, 3] }`);
  expect(resolved.image).toEqual({ type: 'circle', filled: false, value: 1 });
  expect(resolved.pool).toEqual({ type: 'max_pool', depth: 1, padding: 'same' });
  const types = readText(`${short}sweep: { pool.type: [max_pool, avg_pool] }`).resolved;
  expect(types).not.toHaveProperty('compare');
  expect(types.pool).toEqual({ depth: 1, padding: 'same', pool_size: [2, 2], strides: [2, 2] });
});

test('what is swept whole stands in the sweep alone; a list that is swept into stays, without what follows', () => {
  const layers = 'image: circle\nshift: { max: 3 }\nlayers: [relu, max_pool]\n';
  const whole = readText(`${layers}sweep: { image: { a: { type: dots, at: [[1, 2]] }, b: dots } }`).resolved;
  expect(whole).not.toHaveProperty('image');
  expect(whole.sweep).toMatchObject({ image: { a: { at: [[1, 2]] }, b: { at: [[32, 32]] } } });
  const inner = readText(`${layers}sweep: { layers.1.pool_size: [2, 3] }`).resolved;
  expect(inner.layers).toEqual([{ type: 'relu' }, { type: 'max_pool', padding: 'same' }]);
});

describe('the digest', () => {
  const rich = `# A claim.
description: A circle.
image: circle
shift: { max: 3 }
pool: { depth: 4, type: max_pool }
tables: [summary, shifts]
expect:
  - { metric: classes, at: { depth: 4 }, min: 1 }
`;
  const base = 'image: circle\nshift: { max: 3 }\npool: { type: max_pool, depth: 4 }\n';

  test('is the same whatever does not touch the numbers', async () => {
    const same = [
      rich,
      base,
      `pool: { depth: 4, type: max_pool }\nshift: { fill_value: 0, max: 3.0 }\nimage: { type: circle, radius: 28.0 }\n`,
      JSON.stringify({ pool: { type: 'max_pool', depth: 4 }, image: 'circle', shift: { max: 3 } }),
      base.replaceAll('\n', '\r\n'),
    ];
    const digests = await Promise.all(same.map((text) => digest(readText(text))));
    expect(new Set(digests).size).toBe(1);
    expect(digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('is another with every key that does', async () => {
    const changes: Record<string, unknown>[] = [
      { seed: 1 },
      { seed: '0' },
      { trials: 999 },
      { trials: 'all' },
      { image: { type: 'circle', size: 65 } },
      { image: { type: 'circle', radius: 27 } },
      { image: { type: 'circle', filled: true } },
      { image: { type: 'circle', value: 2 } },
      { image: 'noise' },
      { against: 'noise' },
      { shift: { max: 2 } },
      { shift: { max: 3, fill_mode: 'wrap' } },
      { shift: { max: 3, fill_value: 1 } },
      { shift: { max: 3, distribution: 'rounded' } },
      { pool: { type: 'avg_pool', depth: 4 } },
      { pool: { type: 'max_pool', depth: 3 } },
      { pool: { type: 'max_pool', depth: 4, strides: 1 } },
      { pool: { type: 'max_pool', depth: 4, padding: 'valid' } },
      { compare: 'close' },
      { steps: 'all' },
      { sweep: { seed: [0] } },
      { sweep: { seed: [0, 1] } },
    ];
    const file = parseYaml(base, 'base.yaml').value as object;
    const digests = await Promise.all([{}, ...changes].map((change) => digest(read({ ...file, ...change }))));
    expect(new Set(digests).size).toBe(changes.length + 1);
  });
});
