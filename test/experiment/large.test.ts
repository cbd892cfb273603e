import { expect, test } from 'vitest';
import { parseObject } from '../../src/experiment/parse.ts';
import { processorTime, scaled } from '../support/time.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const base = { image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 4 } };

/** Milliseconds of this processor. */
function duration(work: () => void): number {
  const begun = processorTime();
  work();
  return processorTime() - begun;
}

test.each<[string, object]>([
  ['one key', { seed: upTo(100_000) }],
  ['one key that changes the image', { 'image.radius': upTo(100_000) }],
  [
    'five keys',
    {
      seed: upTo(100),
      steps: ['pools', 'all'],
      'shift.max': upTo(10),
      'image.radius': upTo(10),
      'shift.fill_value': upTo(5),
    },
  ],
])('100,000 variants of %s are read within seconds', (_, sweep) => {
  let last: unknown;
  const took = duration(() => {
    const { variants } = parseObject({ ...base, sweep }, { name: 'large' });
    expect(variants).toHaveLength(100_000);
    last = variants.at(-1)!.values;
  });
  const ends = Object.entries(sweep).map(([key, values]) => [key, values.at(-1)]);
  expect(last).toEqual(Object.fromEntries(ends));
  expect(took).toBeLessThan(scaled(25));
});

test('what variants share is one and the same, so that memory does not grow with it', () => {
  const { variants } = parseObject({ ...base, sweep: { seed: upTo(3) } }, { name: 'large' });
  const [first, , third] = variants;
  expect(third!.layers).toBe(first!.layers);
  expect(third!.steps).toBe(first!.steps);
  expect(third!.settings.image).toBe(first!.settings.image);
});

test('expectations about the last of 100,000 variants are checked in time', () => {
  const sweep = { seed: upTo(100_000) };
  const expect_ = upTo(20).map((i) => ({ metric: 'classes', at: { seed: 100_001 - i, depth: 4 }, min: 1 }));
  const took = duration(() => parseObject({ ...base, sweep, expect: expect_ }, { name: 'large' }));
  expect(took).toBeLessThan(scaled(20));
});

test('one variant more than 100,000 is a mistake, told before any is made', () => {
  const sweep = { seed: upTo(100_000), trials: [1, 2] };
  const read = () => parseObject({ ...base, sweep }, { name: 'large' });
  expect(
    duration(() => expect(read).toThrow('sweep: 200,000 variants are more than the 100,000 allowed.')),
  ).toBeLessThan(scaled(5));
});
