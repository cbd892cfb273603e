import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { type Image, windowImage } from '../../src/core/tensor.ts';
import { runStack } from '../../src/engine/engine.ts';
import type { Variant } from '../../src/experiment/variants/variant.ts';
import { prepareLayers } from '../../src/layers/stack/stack.ts';
import { drawVariant } from '../../src/run/draw_variant.ts';
import { everyShift } from '../support/engine/every_shift.ts';
import { expectNearDistances } from '../support/engine/near_distances.ts';
import { neverYields, readFile, runFile } from '../support/running.ts';

const whole = (max: number, min = 0) => fc.integer({ min, max });
const padding = fc.constantFrom('same', 'valid', 'circular');
const layers = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constantFrom('max_pool', 'avg_pool'),
      pool_size: whole(3, 1),
      strides: whole(2, 1),
      padding,
    }),
    fc.record({ type: fc.constant('blur_pool'), filter: whole(4, 2) }),
    fc.record({ type: fc.constant('conv2d'), kernel: fc.constant('random'), filters: whole(2, 1), padding }),
    fc.constantFrom('relu', 'abs', 'adaptive_polyphase', 'global_max_pool', 'max_pool'),
  ),
  { minLength: 1, maxLength: 3 },
);
/** Few values, so that outputs coincide; and none but zeros, where everything does. */
const values = fc.constantFrom([0], [0, 0, 0, 1], [0, 1, -2], [0.25, 1, 0.5]);
const image = (size: readonly [number, number], channels: number) =>
  values.chain((some) => {
    const cell = fc.array(fc.constantFrom(...some), { minLength: channels, maxLength: channels });
    const row = fc.array(cell, { minLength: size[1], maxLength: size[1] });
    return fc.record({
      type: fc.constant('pixels'),
      rows: fc.array(row, { minLength: size[0], maxLength: size[0] }),
    });
  });
const shift = fc.record({
  y: fc.tuple(whole(2), whole(2)).map(([up, down]) => [-up, down]),
  x: fc.tuple(whole(2), whole(2)).map(([left, right]) => [-left, right]),
  step: fc.constantFrom(1, 1, 0.5),
  fill_mode: fc.constantFrom('constant', 'nearest', 'reflect', 'wrap'),
  fill_value: fc.constantFrom(0, 0, 0.5),
});
const compare = fc.constantFrom<unknown>(
  'exact',
  'exact',
  'close',
  { type: 'close', relative: 0.4 },
  'roll',
  'down_shift',
  { type: 'down_shift', relative: 0, border: 'circular' },
  { type: 'down_shift', relative: 0.3 },
  { type: 'down_shift', relative: 0.2, between: 'fourier' },
  { type: 'down_shift', relative: 0.3, between: 'fourier', border: 'circular' },
);
const files = fc
  .record({
    size: fc.tuple(whole(9, 4), whole(9, 4)),
    channels: whole(2, 1),
    framed: fc.nat(9),
    seed: fc.nat(99),
  })
  .chain(({ size, channels, framed, seed }) =>
    fc.record({
      seed: fc.constant(seed),
      image: image(framed === 0 ? [size[0] + 12, size[1] + 12] : size, channels),
      against: fc.option(image(framed === 0 ? [size[0] + 12, size[1] + 12] : size, channels), {
        nil: undefined,
      }),
      shift: shift.map((one) => (framed === 0 ? { ...one, frame: size } : one)),
      trials: fc.oneof(fc.constant('all'), whole(12, 1)),
      layers,
      compare,
      steps: fc.constantFrom('all', 'pools'),
    }),
  );

/** The first variant of a file; undefined where its layers do not fit its image, or it needs other words. */
function read({ against, ...file }: Record<string, unknown>): Variant | undefined {
  try {
    return readFile({ ...file, ...(against !== undefined && { against }) }).variants[0]!;
  } catch {
    return undefined;
  }
}

test('the engine gives what every shift by itself gives, whatever is shared, cached or computed again', async () => {
  let compared = 0;
  const check = async (file: Record<string, unknown>, memory: number, copies: boolean) => {
    const variant = read(file);
    if (!variant) return;
    const { seed, measured, compare } = variant;
    const steps = await prepareLayers(variant.steps, (purpose, key) => stream(seed, purpose, key));
    const drawn = await drawVariant(variant, neverYields);
    const backend = () => Promise.reject(new Error('Plain loops need no backend.'));
    const options = { loops: true, backend, distances: true, memory, copies, scheduler: neverYields };
    const expected = everyShift({ steps, measured, compare }, drawn);
    let step = 0;
    for await (const found of runStack({ steps, measured, compare }, drawn, options)) {
      const { outputs, leader, classOf, distances, tolerance, trials, trialsOf, agrees } = expected[step++]!;
      const images: Image[] = [];
      for (const s of outputs.keys()) images.push(windowImage(await found.output(s)));
      const plain = ({ shape, data }: Image) => ({ shape, data: Array.from(data, (value) => value + 0) });
      expect(images.map(plain)).toEqual(outputs.map(plain));
      expect(plain(found.reference)).toEqual(plain(outputs[0]!));
      expect([...found.leader]).toEqual(leader);
      expect([...found.classOf]).toEqual(classOf);
      expectNearDistances(found.distances, distances);
      expect(found.tolerance).toBe(tolerance);
      expect([...found.shifts.trials]).toEqual(trials);
      expect(found.shifts.total).toBe(trials.reduce((a, b) => a + b, 0));
      expect([...found.trialsOf]).toEqual(trialsOf);
      expect(found.agrees).toEqual(agrees);
    }
    expect(step).toBe(expected.length);
    compared += step;
  };
  const property = fc.asyncProperty(
    files,
    fc.constantFrom(1, 3000, 2 ** 28),
    fc.nat(4),
    (file, memory, one) => check(file, memory, one === 0),
  );
  await fc.assert(property, { numRuns: 400 });
  expect(compared).toBeGreaterThan(400);
});

test('maps of zeros coincide after every shift, also where a comparison with no tolerance aligns them', async () => {
  const row = {
    image: { type: 'pixels', rows: [[0, 0, 0, 0, 0, 0, 0]] },
    shift: { x: [-2, 2] },
    layers: ['relu'],
  };
  const negative = {
    image: { type: 'circle', size: 16, value: -1 },
    shift: { max: 3 },
    layers: ['relu', 'max_pool'],
  };
  for (const compare of ['exact', 'close', 'roll', 'down_shift']) {
    const rows = (await runFile({ ...row, trials: 'all', compare }, { loops: true })).table.rows;
    expect(rows.at(-1)).toMatchObject({ matches: 5, trials: 5, classes: 1 });
  }
  const { table } = await runFile({ ...negative, trials: 'all', compare: 'down_shift' }, { loops: true });
  expect(table.rows.at(-1)).toMatchObject({ matches: 9, trials: 9, classes: 1 });
});
