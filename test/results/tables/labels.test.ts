import { describe, expect, test } from 'vitest';
import type { Pictures } from '../../../src/image/kind.ts';
import { setOf, type WrittenPicture } from '../../support/measure/set_of.ts';
import { runFile } from '../../support/running.ts';

const list: WrittenPicture[] = Array.from({ length: 12 }, (_, i) => ({
  rows: [[i % 5, (i * i) % 7, (3 * i) % 4, 1]],
  label: i % 3 === 0 ? 2 : 0,
}));
const names = ['boot', 'bag', 'shirt'];
const file = {
  image: 'set',
  shift: { x: [-1, 1] },
  trials: 'all',
  layers: ['flatten', 'argmax'],
  steps: 'all',
  measures: ['accuracy', 'robust', 'fooling', 'decisions'],
};

/** @param some the pictures; by default all */
const runWith = (more: object, some = list, classes: readonly string[] | null = names) =>
  runFile({ ...file, ...more }, { kinds: { images: { set: setOf(some, classes ?? undefined) } } });

test('a row says what the summary of the pictures of that class alone would say', async () => {
  const { labels, table } = await runWith({ tables: ['summary', 'labels'] });
  expect(labels!.rows.map(({ step, label }) => [step, label])).toEqual(
    [0, 1, 2].flatMap((step) => [
      [step, 'boot'],
      [step, 'shirt'],
    ]),
  );
  const columns = labels!.columns.map(({ name }) => name);
  expect(columns).toContain('match_low');
  for (const name of ['fooling_rate', 'decision', 'skipped']) expect(columns).not.toContain(name);
  for (const [number, label] of [
    [0, 'boot'],
    [2, 'shirt'],
  ] as const) {
    // Draws of `trials: all` do not depend on the names of the pictures.
    const alone = await runWith(
      {},
      list.filter((one) => one.label === number),
    );
    for (const [step, row] of alone.table.rows.entries()) {
      const own = labels!.rows.find((one) => one.step === step && one.label === label)!;
      for (const name of columns) if (name !== 'label') expect(own[name], name).toEqual(row[name]);
    }
  }
  expect((await runWith({})).table.rows).toEqual(table.rows);
});

test('classes of too few pictures for an interval are counted in a warning, where the set has one', async () => {
  const warningsOf = async (some: WrittenPicture[]) => (await runWith({ tables: ['labels'] }, some)).warnings;
  const few = '1 of 2 classes have fewer than 5 pictures, which give no interval.';
  // 4 shirts among 12 pictures; a set of 4 pictures has a warning of its own.
  expect(await warningsOf(list)).toContain(few);
  expect(await warningsOf(list.slice(0, 4))).not.toContain(few);
  expect((await runWith({}, list)).warnings).not.toContain(few);
});

test('a limit that takes pictures of some classes only is told, where classes are measured', async () => {
  const warningsOf = async (given: Pick<Pictures, 'limit' | 'order'>, more: object) => {
    const set = setOf(
      [...list].sort((a, b) => a.label! - b.label!),
      names,
    );
    const pictures = () => ({ ...set.pictures!({}, undefined), ...given });
    return (await runFile({ ...file, ...more }, { kinds: { images: { set: { ...set, pictures } } } }))
      .warnings;
  };
  const told = 'limit: 8 takes pictures of 1 of the 2 classes; write order: random beside it.';
  expect(await warningsOf({ limit: 8 }, {})).toContain(told);
  expect(await warningsOf({ limit: 9 }, {})).not.toContain(told);
  expect(await warningsOf({ limit: 8, order: 'random' }, {})).not.toContain(told);
  expect(await warningsOf({ limit: 8 }, { measures: [] })).not.toContain(told);
});

describe('expectations', () => {
  const metric = 'match_rate';
  const verdictOf = async (expectation: object) => {
    const { verdicts } = await runWith({ expect: [{ metric, min: 0, ...expectation }] });
    return verdicts[0]!;
  };
  const rateOf = async (label: string) => {
    const { labels } = await runWith({ tables: ['labels'] });
    return labels!.rows.find((row) => row.label === label && row.step === 2)!.match_rate as number;
  };

  test('take a class by its name or number, without the table', async () => {
    const equals = await rateOf('shirt');
    for (const label of ['shirt', 2, '2'])
      expect(await verdictOf({ at: { step: 2, label }, equals })).toMatchObject({ state: 'passed', rows: 1 });
    expect(await verdictOf({ at: { step: 2, label: 'boot' }, equals })).toMatchObject({
      state: 'failed',
      violations: [{ row: { label: 'boot', step: 2 }, actual: await rateOf('boot') }],
    });
  });

  test('a name comes before a number', async () => {
    const { verdicts, labels } = await runFile(
      { ...file, tables: ['labels'], expect: [{ metric, at: { step: 2, label: 2 }, min: 2 }] },
      { kinds: { images: { set: setOf(list, ['2', 'x', '1']) } } },
    );
    const named = labels!.rows.find((row) => row.label === '2' && row.step === 2)!;
    expect(verdicts[0]).toMatchObject({ violations: [{ actual: named.match_rate }] });
  });

  test('take the worst class, and the worst picture', async () => {
    const rates = [await rateOf('shirt'), await rateOf('boot')];
    expect(rates[0]).not.toBe(rates[1]);
    expect(await verdictOf({ at: { step: 2 }, of: 'worst_label', equals: Math.min(...rates) })).toMatchObject(
      {
        state: 'passed',
      },
    );
    const { images } = await runWith({ tables: ['images'] });
    const all = images!.rows.filter(({ step }) => step === 2).map((row) => row.match_rate as number);
    const verdict = await verdictOf({ at: { step: 2 }, of: 'worst_picture', equals: Math.min(...all) });
    expect(verdict).toMatchObject({ state: 'passed' });
    // It has no interval and no counts, which are those of all pictures.
    expect(await verdictOf({ at: { step: 2 }, of: 'worst_picture', min: 2 })).toMatchObject({
      violations: [{ row: { match_low: null, matches: null }, actual: Math.min(...all) }],
    });
  });

  test.each<[object, string]>([
    [{ at: { label: 'bag' } }, 'expect.0.at.label: expected shirt or boot, not "bag".'],
    [{ at: { label: 7 } }, 'expect.0.at.label: expected shirt or boot, not 7.'],
    [{ of: 'p05', metric: 'fooling_rate' }, 'expect.0.of: only a whole set has fooling_rate.'],
    [
      { of: 'p05', metric: 'trials' },
      'expect.0.of: it cannot be said which trials is better; expected one of matches, match_rate,',
    ],
    [
      { of: 'p05', confident: true },
      'expect.0.confident: one picture or class that was chosen has no interval; leave confident out.',
    ],
    [{ of: 'p05', at: { label: 0 } }, 'expect.0.of: it is either of one class or the worst of all.'],
  ])('are refused: %o', async (expectation, message) => {
    await expect(verdictOf(expectation)).rejects.toThrow(message);
  });

  test.each<[object, object, string]>([
    [
      { image: 'circle' },
      { of: 'p05' },
      'expect.0.of: p05 needs a set of pictures; write image: { type: folder, path: pictures }.',
    ],
    [
      { image: 'circle' },
      { at: { label: 1 } },
      'expect.0.at.label: label needs a set of pictures with labels.',
    ],
    [{}, { of: 'worst_label' }, 'expect.0.of: worst_label needs a set of pictures with labels.'],
  ])('are refused without labels: %o %o', async (more, expectation, message) => {
    const given = { measures: [], ...more, expect: [{ metric, min: 0, ...expectation }] };
    await expect(runWith(given, list, null)).rejects.toThrow(message);
  });
});

test.each<[object, string]>([
  [
    { image: 'circle' },
    'tables.0: labels needs a set of pictures; write image: { type: folder, path: pictures }.',
  ],
  [{}, 'tables.0: labels needs a set of pictures with labels.'],
])('is refused without labels: %o', async (more, message) => {
  const given = { measures: [], tables: ['labels'], ...more };
  // An argument that is undefined would be the default.
  const kinds = { images: { set: setOf(list) } };
  await expect(runFile({ ...file, ...given }, { kinds })).rejects.toThrow(message);
});
