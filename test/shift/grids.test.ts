import fc from 'fast-check';
import seedrandom from 'seedrandom';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/index.ts';
import { drawShifts } from '../../src/shift/draw.ts';
import { countShifts } from '../../src/shift/grid.ts';
import { shiftOptions } from '../../src/shift/options.ts';
import { inPixels, shiftRange } from '../../src/shift/range.ts';
import { done } from '../support/work.ts';

const read = (given: unknown) => v.parse(shiftOptions, given);

function drawn(given: unknown, trials: number | 'all', seed = 3) {
  const options = read(given);
  return done(drawShifts(seed, shiftRange(options), options.distribution, trials));
}

/** The shifts that were drawn, in the order dy, then dx. */
function shiftsOf(given: unknown, trials: number | 'all' = 'all'): [number, number][] {
  const { dy, dx, trials: counts } = drawn(given, trials);
  const all = Array.from(dy, (y, s): [number, number] => [y, dx[s]!]).filter((_, s) => counts[s]! > 0);
  return all.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** By trials and shift, what was drawn. */
function counted(given: unknown, trials: number): Map<string, number> {
  const { dy, dx, trials: counts } = drawn(given, trials);
  return new Map(Array.from(dy, (y, s) => [`${y} ${dx[s]}`, counts[s]!] as const).filter(([, n]) => n > 0));
}

function tally(shifts: Iterable<readonly [number, number]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const shift of shifts) counts.set(shift.join(' '), (counts.get(shift.join(' ')) ?? 0) + 1);
  return counts;
}

const pairs = ([...list]: readonly number[], other = list) => list.flatMap((y) => other.map((x) => [y, x]));
const mistake = (given: unknown) => {
  const { issues = [] } = v.safeParse(shiftOptions, given);
  return issues.map((issue) => [v.getDotPath(issue), issue.message]);
};

describe('an offset', () => {
  test('adds to the multiples of the step, within the range', () => {
    const halves = [1.5, 2.5, 3.5];
    expect(shiftsOf({ y: [1.5, 3.5], x: [1.5, 3.5], offset: 0.5 })).toEqual(pairs(halves));
    expect(shiftsOf({ max: 1, offset: 0.5 })).toEqual(pairs([-0.5, 0.5]));
    expect(shiftsOf({ x: [0, 2], offset: 0.25 })).toEqual(pairs([0], [0.25, 1.25]));
    expect(shiftsOf({ max: [2, 1], step: [2, 1], offset: [1, 0] })).toEqual(pairs([-1, 1], [-1, 0, 1]));
    expect(shiftsOf({ max: 1, offset: 0 })).toEqual(shiftsOf({ max: 1 }));
  });

  test('is part of the key of the stream, as [y, x]', () => {
    const random = seedrandom('3 shift [-1,1,-1,1,1,"uniform",[0.5,0.5]]');
    const draw = () => Math.floor(random() * 2) - 0.5;
    const wanted = tally(Array.from({ length: 20 }, () => [draw(), draw()] as const));
    expect(counted({ max: 1, offset: 0.5 }, 20)).toEqual(wanted);
  });

  test('makes neighbours of shifts one step apart', () => {
    const { dy, dx, neighbours } = drawn({ y: [0, 1], x: [0, 2], offset: 0.5 }, 'all');
    const found = [...neighbours()].map(([a, b]) => [dy[b]! - dy[a]!, dx[b]! - dx[a]!]);
    expect(found).toEqual([[0, 1]]);
  });

  test('moves the shifts of a path, which are k · step + o within its ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.5, 1, 2.5, 4),
        fc.constantFrom(0.25, 0.5, 1),
        fc.constantFrom(0.25, -0.5, 0.125, 1.5),
        (max, step, offset) => {
          const ks = Array.from({ length: 81 }, (_, i) => i - 40);
          const wanted = ks.map((k) => step * k + offset).filter((d) => Math.abs(d) <= max);
          fc.pre(wanted.length > 0);
          const given = { max, step, offset };
          expect(shiftsOf({ ...given, path: 'horizontal' })).toEqual(wanted.map((d) => [0, d]));
          expect(shiftsOf({ ...given, path: 'vertical' })).toEqual(wanted.map((d) => [d, 0]));
          expect(shiftsOf({ ...given, path: 'diagonal' })).toEqual(wanted.map((d) => [d, d]));
        },
      ),
    );
    const { dx, neighbours } = drawn({ max: 2, offset: 0.5, path: 'horizontal' }, 'all');
    expect([...neighbours()].map(([a, b]) => [dx[a], dx[b]])).toEqual([
      [-1.5, -0.5],
      [-0.5, 0.5],
      [0.5, 1.5],
    ]);
    const random = seedrandom('3 shift ["path","horizontal",-2,2,1,0.5]');
    const draw = () => Math.floor(random() * 4) - 1.5;
    const wanted = tally(Array.from({ length: 20 }, () => [0, draw()] as const));
    expect(counted({ max: 2, offset: 0.5, path: 'horizontal' }, 20)).toEqual(wanted);
    expect(mistake({ max: 2, offset: [0.5, 0], path: 'diagonal' })).toEqual([
      ['offset', 'expected one number, as path goes in steps of one length'],
    ]);
    expect(mistake({ max: 0.25, offset: 0.5, path: 'diagonal' })).toEqual([
      ['max', 'no shift k · 1 + 0.5 is within it'],
    ]);
  });

  test('is offered where all ends are as far from the multiples, and needs a shift to give', () => {
    expect(mistake({ y: [1.5, 3.5], x: [1.5, 3.5] })[0]![1]).toBe(
      'expected whole multiples of the step, 1; or write offset: 0.5 for the shifts k · 1 + 0.5',
    );
    expect(mistake({ y: [1.5, 3.25] })[0]![1]).toBe('expected whole multiples of the step, 1');
    expect(mistake({ x: [0, 0.25], offset: 0.5 })).toEqual([['x', 'no shift k · 1 + 0.5 is within it']]);
    expect(mistake({ list: [[0, 0]], offset: 0.5 })).toEqual([
      ['offset', 'expected only with max, ranges, a path or radius'],
    ]);
  });
});

describe('a radius', () => {
  test('takes all shifts of the grid in the disc', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 0.5, 1, 1.5, 2, 2.9, 3, 5),
        fc.constantFrom(0.1, 0.5, 1, 2),
        fc.constantFrom(undefined, 0.25),
        (radius, step, offset) => {
          const given = { radius, step, ...(offset !== undefined && { offset }) };
          fc.pre(mistake(given).length === 0);
          const axis = Array.from({ length: 121 }, (_, i) => step * (i - 60) + (offset ?? 0));
          const wanted = pairs(axis).filter(([y, x]) => y! ** 2 + x! ** 2 <= radius ** 2 + 1e-9);
          expect(shiftsOf(given)).toEqual(wanted);
          expect(countShifts(shiftRange(read(given)))).toBe(wanted.length);
        },
      ),
    );
  });

  test('draws one by its index, in the order dy, then dx', () => {
    const all = shiftsOf({ radius: 2.5 });
    const random = seedrandom('3 shift ["radius",2.5,1]');
    const wanted = tally(Array.from({ length: 50 }, () => all[Math.floor(random() * all.length)]!));
    expect(counted({ radius: 2.5 }, 50)).toEqual(wanted);
  });
});

describe('continuous shifts', () => {
  test('are uniform real numbers between the ends, dy then dx', () => {
    const random = seedrandom('3 shift [-1,1,0,2.5,1,"continuous"]');
    const draw = (min: number, max: number) => min + random() * (max - min);
    const wanted = tally(Array.from({ length: 9 }, () => [draw(-1, 1), draw(0, 2.5)] as const));
    const given = { y: [-1, 1], x: [0, 2.5], distribution: 'continuous' };
    expect(counted(given, 9)).toEqual(wanted);
    expect([...drawn(given, 9).neighbours()]).toEqual([]);
  });

  test('have no end, so that all of them are refused', () => {
    const file = `image: circle
shift: { max: 1, distribution: continuous }
trials: all
pool: max_pool`;
    expect(() => parseExperiment(file, 'x.yaml')).toThrow(
      'trials: expected a number, since there is no end of shifts of distribution: continuous',
    );
    expect(mistake({ max: 1, step: 0.5, distribution: 'continuous' })).toEqual([
      [
        'distribution',
        'expected uniform, as continuous shifts have no steps: it goes with max or ranges alone',
      ],
    ]);
  });
});

describe('a percentage', () => {
  test('is a share of the height and the width of what is seen, rounded down to a step', () => {
    const max = (given: object, size: [number, number]) => inPixels(read(given), size).max;
    expect(max({ max: '10%' }, [28, 40])).toEqual([2, 4]);
    expect(max({ max: '10%', step: 0.5 }, [28, 49])).toEqual([2.5, 4.5]);
    expect(max({ max: ['50%', 3] }, [9, 9])).toEqual([4, 3]);
    expect(max({ max: '12.5%' }, [32, 64])).toEqual([4, 8]);
    expect(max({ max: '10%', distribution: 'continuous' }, [28, 40])).toEqual([2.8, 4]);
    const options = read({ max: 3 });
    expect(inPixels(options, [8, 8])).toBe(options);
  });

  test('stays as it is written in the experiment, and is that of a frame', () => {
    const file = (frame: object) => ({
      image: { type: 'noise', size: 40 },
      shift: { max: '10%', ...frame },
      pool: 'max_pool',
    });
    const of = (frame: object) => parseExperiment(file(frame) as never);
    expect(of({}).variants[0]!.shift.max).toEqual([4, 4]);
    expect(of({ frame: [20, 30] }).variants[0]!.shift.max).toEqual([2, 3]);
    expect((of({}).resolved.shift as { max: unknown }).max).toBe('10%');
    expect(mistake({ max: '-10%' })[0]![0]).toBe('max');
    expect(mistake({ max: '10%', path: 'diagonal' })).toEqual([['path', 'expected only with max: n']]);
  });
});
