import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { parseObject } from '../../../src/experiment/parse.ts';
import { parseYaml } from '../../../src/experiment/text/yaml.ts';
import { reading } from '../../support/cli/mistakes/reading.ts';
import { experiments, type File } from '../../support/experiment/experiments.ts';
import { project } from '../../support/files.ts';

const schema = JSON.parse(readFileSync(join(project, 'schema.json'), 'utf8'));
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
const takes = ajv.compile(schema);
const folder = join(project, 'test/fixtures/mistakes');

/** The fixtures that are data, whatever is wrong with it. */
const fixtures = readdirSync(folder).flatMap((name): [string, unknown][] => {
  try {
    return [[name, parseYaml(readFileSync(join(folder, name), 'utf8'), name).value]];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [];
  }
});

/** Mistakes that only `coincide validate` finds, and why JSON schema cannot. */
const beyond: Readonly<Record<string, string>> = {
  'against-of-another-size': 'two sizes are compared',
  'backward-range': 'two numbers are compared',
  'baseline-without-shifts': 'whether there is a sample depends on `trials`, which the sweep may set',
  'deeper-than-the-image': 'the size after each layer is computed',
  'dot-outside-the-frame': 'a place is compared with the size',
  'expectation-at-a-key-that-is-not-swept': 'the columns follow from the sweep',
  'expectation-compared-by-no-column': 'the columns follow from the sweep',
  'expectation-compared-to-no-variant': 'the rows follow from the sweep',
  'expectation-compared-without-direction': 'which way is better is a fact of the column',
  'expectation-confident-of-a-count': 'which columns have an interval is a fact of theirs',
  'expectation-confident-without-interval': 'which columns have an interval is a fact of theirs',
  'expectation-of-values-that-never-meet': 'the rows follow from the stack',
  'expectation-that-selects-no-row': 'the rows follow from the stack',
  'expectation-with-bounds-apart': 'two numbers are compared',
  'fractional-center': 'it depends on `filled`, which the sweep may set',
  'fractional-radius': 'it depends on `filled`, which the sweep may set',
  'fractional-shift': 'it depends on `step`, which the sweep may set',
  'huge-image': 'a product is limited',
  'huge-range': 'a product is limited',
  'kernel-larger-inside-repeat': 'the size after each layer is computed',
  'kernel-larger-than-the-image': 'the size after each layer is computed',
  'ragged-pixels': 'lengths are compared',
  'sweep-into-a-list-that-is-not-there': 'a swept path is followed into the file',
  'sweep-of-trials-by-name': 'the columns follow from the sweep',
  'sweep-of-wrong-values': 'what a value may be follows from its path',
  'sweep-over-a-layer-by-name': 'a swept path is followed into the file',
  'sweep-over-a-layer-that-is-not-there': 'a swept path is followed into the file',
  'sweep-over-unknown-key': 'what a path may be follows from the type, which the sweep may set',
  'sweep-that-makes-one-variant-wrong': 'the size after each layer is computed',
  'sweep-with-values-that-print-alike': 'a number and a text are compared',
  'swept-section-with-a-wrong-part': 'a place is compared with the size',
  'too-many-layers': 'a product is limited',
  'too-many-outputs': 'a product is limited',
  'too-many-variants': 'a product is limited',
  'two-wrong-kinds-in-a-sweep': 'what a value may be follows from its path',
};

describe('schema.json', () => {
  test('is asked about every mistake that is data at all', () => {
    const unreadable = readdirSync(folder).filter((name) => !fixtures.some(([other]) => other === name));
    expect(unreadable.sort()).toEqual(Object.keys(reading).sort());
  });

  test.each(fixtures)('%s is refused by it too, or there is a reason', (name, value) => {
    expect(takes(value)).toBe(name.replace(/\.\w+$/, '') in beyond);
  });

  test('every reason is needed', () => {
    const names = fixtures.map(([name]) => name.replace(/\.\w+$/, ''));
    expect(Object.keys(beyond).filter((name) => !names.includes(name))).toEqual([]);
  });

  const shipped = readdirSync(join(project, 'experiments'), { recursive: true, encoding: 'utf8' });

  test.each(shipped.filter((name) => name.endsWith('.yaml')))('it takes experiments/%s', (name) => {
    const { value } = parseYaml(readFileSync(join(project, 'experiments', name), 'utf8'), name);
    takes(value);
    expect(takes.errors).toBeNull();
  });

  test('it takes every experiment that is valid, and what it resolves to', () => {
    let valid = 0;
    fc.assert(
      fc.property(experiments, (file) => {
        const { resolved } = tell(file);
        if (!resolved) return;
        valid++;
        for (const one of [file, resolved]) {
          takes(one);
          expect(takes.errors).toBeNull();
        }
      }),
      { numRuns: 200 },
    );
    expect(valid).toBeGreaterThan(60);
  });
});

/** What our own validation makes of a file. */
function tell(file: File): { resolved?: object; messages: string[] } {
  try {
    return { resolved: JSON.parse(JSON.stringify(parseObject(file, { name: 'x' }).resolved)), messages: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { messages: error.problems.map(({ message }) => message) };
  }
}

/** What only we object to, in files without a sweep: comparisons, products, and what the stack makes of the size. */
const OURS =
  /\.at\.step: expected (?:\d|one of)|as every outline|inside the frame|size of image|first <= last|whole multiples|larger than|as in the first|more than the|repeats written out|is not above|not equally likely|these shifts need|only with max|expected uniform|expected another|one per channel of the image/;

describe('a file that something was done to', () => {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      -1,
      0,
      0.5,
      1e9,
      'x',
      'circle',
      'max_pool',
      'all',
      [],
      {},
      [1, 2],
      [[1, 1]],
    ),
    fc.constantFrom<unknown>({ type: 'circle' }, { repeat: 1 }, { max: 1 }, ['relu'], [{}], { depth: 1 }),
  );
  const damage = fc.record({ at: fc.nat(), junk, how: fc.constantFrom('put', 'add', 'remove') });
  const expectation = fc.constantFrom<unknown>(
    { metric: 'classes', min: 1 },
    { metric: 'classes', at: { step: 0 }, equals: 1, within: 0.5 },
    { metric: 'against_rate', min: 0 },
  );
  const files = fc
    .tuple(experiments, fc.array(expectation, { maxLength: 1 }))
    .map(([{ sweep: _, ...file }, expect]): File => ({ ...file, expect }));

  test('is refused by both or by neither, but for rules that JSON schema has no words for', () => {
    const count = { both: 0, neither: 0 };
    fc.assert(
      fc.property(files, damage, (file, { at, junk, how }) => {
        const damaged = damagedAt(file, at, junk, how);
        const { messages } = tell(damaged);
        const ours = messages.filter((message) => !OURS.test(message));
        const words = messages.join('\n');
        if (takes(damaged)) {
          expect(ours, words).toEqual([]);
          count.neither++;
        } else {
          expect(messages, JSON.stringify([damaged, takes.errors])).not.toEqual([]);
          count.both++;
        }
      }),
      { numRuns: 1200 },
    );
    expect(count.both).toBeGreaterThan(150);
    expect(count.neither).toBeGreaterThan(150);
  });
});

/** One part of a file, picked by a number, replaced, put beside a key, or taken away. */
function damagedAt(file: File, at: number, junk: unknown, how: string): File {
  const copy = structuredClone(file);
  const places: [any, string | number][] = [];
  const visit = (part: any) => {
    for (const key of Object.keys(part)) {
      places.push([part, key]);
      if (typeof part[key] === 'object' && part[key] !== null) visit(part[key]);
    }
  };
  visit(copy);
  const [part, key] = places[at % places.length]!;
  if (how === 'put') part[key] = junk;
  else if (Array.isArray(part)) how === 'add' ? part.push(junk) : part.splice(Number(key), 1);
  else if (how === 'add') part[`${key}_`] = junk;
  else delete part[key];
  return copy;
}
