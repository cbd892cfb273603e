import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { parseExperiment } from '../../src/experiment/read.ts';

const file = { image: 'circle', shift: { max: 3 }, pool: 'max_pool' } as const;

/** What is said of an object that is no experiment. */
function refusal(value: unknown): string {
  try {
    parseExperiment(value as never);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('it was taken');
}

describe('an experiment that is an object', () => {
  test('is what its text is', () => {
    const { variants, name } = parseExperiment(file, 'mine');
    const text = parseExperiment(JSON.stringify(file), 'mine');
    expect(name).toBe('mine');
    expect(variants.map(({ settings }) => settings)).toEqual(text.variants.map(({ settings }) => settings));
  });

  test('is left as it was, and what is read does not change with it later', () => {
    const given = {
      ...file,
      image: { type: 'dots' as const, at: [[1, 2]] as [number, number][] },
      sweep: { seed: [1, 2] },
    };
    const before = structuredClone(given);
    const { resolved, variants } = parseExperiment(given);
    expect(given).toEqual(before);
    given.image.at[0]![0] = 50;
    given.sweep.seed.push(3);
    expect((resolved.image as any).at).toEqual([[1, 2]]);
    expect(variants[0]!.image.options.at).toEqual([[1, 2]]);
    expect(resolved.sweep).toEqual({ seed: [1, 2] });
  });

  test('may have keys that are undefined', () => {
    expect(() => parseExperiment({ ...file, layers: undefined, against: undefined } as never)).not.toThrow();
  });

  test('says what is wrong without a place; a text, with one', () => {
    expect(refusal({ ...file, shift: { max: -1 } })).toBe(
      'shift.max: expected a finite number of at least 0, not -1; write 1.',
    );
    expect(refusal(JSON.stringify({ ...file, shift: { max: -1 } }))).toBe(
      'experiment:1:34: shift.max: expected a finite number of at least 0, not -1; write 1.',
    );
    expect(refusal({ ...file, sweep: { seed: [] }, trials: 0 })).toBe(
      'sweep.seed: expected at least one value; leave it out, or list its values.\ntrials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.',
    );
  });

  const cycle: Record<string, unknown> = { ...file };
  cycle.image = { type: 'dots', at: cycle };

  test.each<[string, unknown, string]>([
    ['a function', { ...file, seed: () => 1 }, 'seed: expected plain data, not a function.'],
    ['a bigint', { ...file, seed: 1n }, 'seed: expected plain data, not a bigint.'],
    ['a date', { ...file, sweep: { seed: [new Date(0)] } }, 'sweep.seed.0: expected plain data, not a Date.'],
    ['a Map', new Map(), 'the experiment: expected plain data, not a Map.'],
    [
      'typed numbers',
      { ...file, shift: { max: new Float32Array(2) } },
      'shift.max: expected plain data, not a Float32Array.',
    ],
    ['a cycle', cycle, 'image: this is nested more than 64 levels deep.'],
    ['nothing', undefined, 'expected an object with image, shift, and pool or layers, not nothing.'],
    ['a list', [], 'expected an object with image, shift, and pool or layers, not [].'],
  ])('cannot hold %s', (_, value, message) => {
    expect(refusal(value)).toBe(message);
  });

  test('may come from another realm, or from nowhere', () => {
    const bare = Object.assign(Object.create(null), file);
    expect(parseExperiment(bare).variants).toHaveLength(1);
  });
});
