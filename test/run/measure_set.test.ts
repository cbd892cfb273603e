import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { FileProblem } from '../../src/core/files.ts';
import { options } from '../../src/core/options.ts';
import { violationText } from '../../src/expect/row_text.ts';
import { parseObject, readSource } from '../../src/experiment/parse.ts';
import { objectSource } from '../../src/experiment/text/source.ts';
import { defineImage } from '../../src/image/kind.ts';
import { pixels } from '../../src/image/pixels.ts';
import { runExperiment } from '../../src/run/run.ts';
import { filesOf, pngNamed } from '../support/image/pictures.ts';
import { runFile } from '../support/running.ts';

const backend = await loadBackend('wasm');

type Rows = number[][];

/** A kind of image that is a set of pictures which are written here; a picture of -1 cannot be drawn. */
function setOf(list: { rows: Rows; label: number }[], { skipsBad = false, limit = list.length } = {}) {
  return defineImage({
    title: 'Pictures.',
    options: options({}),
    shape: () => pixels.shape({ rows: list[0]!.rows }),
    pictures: () => ({
      list: list.map(({ label }, i) => ({ name: `p${i}`, label })),
      classes: ['a', 'b', 'c'],
      limit,
      skipsBad,
    }),
    draw(_, random, source) {
      const { rows } = list[source!.picture]!;
      if (rows[0]![0] === -1) throw new FileProblem('p', `p${source!.picture} is bad`);
      return pixels.draw({ rows }, random);
    },
  });
}

const stack = { layers: ['max_pool', { type: 'avg_pool', pool_size: 3, strides: 2 }, 'max_pool'] };

const value = fc.constantFrom(0, 0, 0, 1, 2);
const rows = fc.array(fc.array(value, { minLength: 6, maxLength: 6 }), { minLength: 6, maxLength: 6 });
const pictures = fc.array(fc.record({ rows, label: fc.nat(2) }), { minLength: 1, maxLength: 5 });
const trials = fc.constantFrom<'all' | number>('all', 1, 7, 40);
const seed = fc.constantFrom(0, 3, 'x');

const MEAN = [
  'shifts',
  'classes',
  'shift_bits',
  'position_bits',
  'invariant_radius',
  'agreement',
  'pair_rate',
];
const MEANS = [...MEAN, 'cosine', 'relative_l2', 'active_fraction', 'neighbour_rate'];

test('one network with random kernels serves all pictures, and a file about one of them names its seed', async () => {
  const list = [3, 1, 4].map((n) => ({
    rows: Array.from({ length: 6 }, (_, y) => Array.from({ length: 6 }, (_, x) => (x * y + n * x) % 5)),
    label: 0,
  }));
  const common = { shift: { max: 2 }, trials: 20 };
  const random = { type: 'conv2d', kernel: 'random', filters: 2 };
  const kinds = { images: { set: setOf(list) } };
  const set = await runFile(
    { ...common, seed: 5, image: 'set', layers: [random], tables: ['summary', 'images'] },
    { kinds },
  );
  for (const [i, { rows }] of list.entries()) {
    const image = { type: 'pixels', rows };
    const alone = await runFile({
      ...common,
      seed: `5 image p${i}`,
      image,
      layers: [{ ...random, seed: 5 }],
    });
    const row = set.images!.rows.find((one) => one.image === `p${i}` && one.step === 1)!;
    for (const column of ['matches', 'classes', 'cosine', 'relative_l2', 'max_abs'])
      expect(row[column], column).toBe(alone.table.rows[1]![column]);
    const other = await runFile({ ...common, seed: `5 image p${i}`, image, layers: [random] });
    expect(other.table.rows[1]!.relative_l2).not.toBe(row.relative_l2);
  }
});

describe('a set of pictures', () => {
  test('has the numbers of its pictures, each run alone with a seed of its own, put together', async () => {
    await fc.assert(
      fc.asyncProperty(pictures, trials, seed, async (list, trials, seed) => {
        const file = { shift: { max: 2 }, trials, ...stack, steps: 'all', measures: ['neighbour_rate'] };
        const kinds = { images: { mine: setOf(list) } };
        const given = { ...file, seed, image: 'mine', tables: ['summary', 'images'] };
        const { table, images } = await runFile(given, { kinds });
        const alone = [];
        for (const [i, { rows }] of list.entries()) {
          const one = { ...file, seed: `${seed} image p${i}`, image: { type: 'pixels', rows } };
          alone.push((await runFile(one)).table.rows);
        }
        for (const [s, row] of table.rows.entries()) {
          const each = alone.map((rows) => rows[s]!);
          const sum = (name: string) => each.reduce((all, one) => all + (one[name] as number), 0);
          expect(row).toMatchObject({
            images: list.length,
            skipped: 0,
            trials: sum('trials'),
            matches: sum('matches'),
          });
          expect(row.match_rate).toBeCloseTo(sum('matches') / sum('trials'), 12);
          expect(row.max_abs).toBe(Math.max(...each.map((one) => one.max_abs!)));
          for (const name of MEANS) {
            const there = each.flatMap((one) => one[name] ?? []) as number[];
            if (there.length === 0) expect(row[name]).toBeNull();
            else expect(row[name]).toBeCloseTo(there.reduce((a, b) => a + b) / there.length, 10);
          }
          for (const [i, one] of each.entries()) {
            const found = images!.rows.find(({ image, step }) => image === `p${i}` && step === row.step)!;
            expect(found.label).toBe(['a', 'b', 'c'][list[i]!.label]);
            for (const name of [...MEANS, 'trials', 'matches', 'match_low', 'max_abs'])
              expect(found[name]).toBe(one[name]);
          }
        }
        expect(images!.rows).toHaveLength(list.length * table.rows.length);
      }),
      { numRuns: 25 },
    );
  });

  const good = {
    rows: [
      [1, 0],
      [0, 2],
    ],
    label: 0,
  };
  const bad = {
    rows: [
      [-1, 0],
      [0, 0],
    ],
    label: 1,
  };
  const few = (n: number) => `${n} pictures give no interval: it takes 5 pictures or more.`;
  const tiny = { shift: { max: 1 }, trials: 'all', pool: 'max_pool', image: 'mine' };

  test('skips and counts pictures that cannot be drawn, where it says so, and tells which', async () => {
    const kinds = { images: { mine: setOf([good, bad, good, bad], { skipsBad: true }) } };
    const { table, warnings } = await runFile({ ...tiny, measures: ['separation'] }, { kinds });
    expect(table.rows.map(({ images, skipped, trials }) => [images, skipped, trials])).toEqual([
      [2, 2, 18],
      [2, 2, 18],
    ]);
    expect(warnings).toEqual(['left out: p1 is bad, and 1 more.', few(2)]);
  });

  test('a worst value that violates an expectation names its picture or class, whatever was left out', async () => {
    const pictureOf = (n: number) => ({
      rows: Array.from({ length: 6 }, (_, y) =>
        Array.from({ length: 6 }, (_, x) => (x * n + y * y) % (n + 2)),
      ),
      label: n % 3,
    });
    const list = [pictureOf(4), bad, pictureOf(1), bad, pictureOf(3), pictureOf(2), bad, pictureOf(5)];
    const kinds = {
      images: {
        mine: setOf(
          list.map((one) => ({ ...one })),
          { skipsBad: true },
        ),
      },
    };
    const claims = [
      { metric: 'agreement', at: { step: 1 }, of: 'worst_picture', min: 2 },
      { metric: 'agreement', at: { step: 1 }, of: 'worst_label', min: 2 },
      { metric: 'agreement', at: { step: 1 }, of: 'p05', min: 2 },
    ];
    const given = { ...tiny, shift: { max: 2 }, tables: ['images', 'labels'], expect: claims };
    const { images, labels, verdicts, table } = await runFile(given, { kinds });
    const worst = (rows: readonly Record<string, unknown>[]) =>
      rows.filter(({ step }) => step === 1).toSorted((a, b) => Number(a.agreement) - Number(b.agreement))[0]!;
    const said = verdicts.map(
      (verdict) =>
        verdict.state === 'failed' &&
        violationText(verdict.violations[0]!, verdict.expectation, table.columns),
    );
    expect(said).toEqual([
      expect.stringContaining(`agreement of picture ${worst(images!.rows).image} is `),
      expect.stringContaining(`agreement of class ${worst(labels!.rows).label} is `),
      expect.stringContaining('agreement is '),
    ]);
  });

  test('warns of its pictures as of an image, and says of how many', async () => {
    const blank = {
      rows: [
        [0, 0],
        [0, 0],
      ],
      label: 0,
    };
    const full = {
      rows: [
        [3, 3],
        [3, 3],
      ],
      label: 1,
    };
    const told = async (pictures: object[], file: object = {}) => {
      const kinds = { images: { mine: setOf(pictures as never) } };
      return (await runFile({ ...tiny, ...file }, { kinds })).warnings;
    };
    const nothing = 'the image has no set pixel, so nothing can be seen to move';
    const single = 'an unshifted output holds a single value: a constant map matches trivially';
    expect(await told([good, blank, good, full])).toEqual([
      `of 1 of 4 pictures: ${nothing}.`,
      `of 1 of 4 pictures: ${single}.`,
      few(4),
    ]);
    expect(await told([blank, blank])).toEqual([`${nothing}.`, few(2)]);
    expect(await told([good])).toEqual(['one picture gives no interval: it takes 5 pictures or more.']);
    expect(await told([good, good, good, good, good])).toEqual([]);
    const sweep = { sweep: { 'shift.max': [0, 1] } };
    expect(await told([good, full], sweep)).toEqual([`of 1 of 2 pictures: ${single}.`, few(2)]);
  });

  test('else fails, as it does where nothing is left', async () => {
    const failing = runFile(tiny, { kinds: { images: { mine: setOf([good, bad]) } } });
    await expect(failing).rejects.toMatchObject({ kind: 'run', message: 'p1 is bad.' });
    const nothing = runFile(tiny, { kinds: { images: { mine: setOf([bad], { skipsBad: true }) } } });
    await expect(nothing).rejects.toMatchObject({
      kind: 'run',
      message: 'every picture was skipped, so nothing was measured.',
    });
  });

  test.each(["=cmd|' calc'!A0.png", '+1', '@x', '-1', '\tx', '\u001b[31m'])(
    'has no picture called %j in a table that names pictures',
    async (name) => {
      const set = setOf([good]);
      const images = {
        mine: { ...set, pictures: () => ({ list: [{ ...set.pictures!({}, undefined).list[0]!, name }] }) },
      };
      const message = `image: the name ${JSON.stringify(name)} begins as a formula of a spreadsheet; rename it.`;
      await expect(runFile({ ...tiny, tables: ['images'] }, { kinds: { images } })).rejects.toThrow(message);
      await runFile(tiny, { kinds: { images } });
    },
  );

  test('keeps the draws of a picture, whatever others there are', async () => {
    const many = { images: { mine: setOf([good, good, good]) } };
    const one = { images: { mine: setOf([good, good, good], { limit: 2 }) } };
    const given = { ...tiny, trials: 5, tables: ['images'] };
    const [a, b] = [await runFile(given, { kinds: many }), await runFile(given, { kinds: one })];
    expect(a.images!.rows.slice(0, 4)).toEqual(b.images!.rows);
    // And others have others.
    expect(a.images!.rows[0]!.matches).not.toBe(a.images!.rows[2]!.matches);
  });

  test('gives way to other work, and ends when it is told to', async () => {
    const kinds = { images: { mine: setOf(Array.from({ length: 3000 }, () => good)) } };
    const signal = AbortSignal.timeout(100);
    await expect(runFile(tiny, { kinds, signal })).rejects.toThrow(/timeout|aborted/);
  });

  test('tells how far it has come', async () => {
    const told: number[] = [];
    const kinds = { images: { mine: setOf([good, good, good, good]) } };
    await runFile(tiny, { kinds, progress: (done, of) => told.push(done / of) });
    expect(told).toEqual([0.25, 0.5, 0.75, 1]);
  });

  test.each([
    [
      { ...tiny, image: 'dots', tables: ['images'] },
      'tables.0: images needs a set of pictures; write image: { type: folder, path: pictures }.',
    ],
    [
      { ...tiny, image: 'dots', measures: ['accuracy'] },
      'measures.0: accuracy needs a set of pictures with labels.',
    ],
    [
      { ...tiny, image: 'dots', measures: ['images'] },
      'measures.0: images needs a set of pictures; write image: { type: folder, path: pictures }.',
    ],
    [{ ...tiny, against: 'mine' }, 'against: expected one picture, not a set of them.'],
    [
      { ...tiny, sweep: { image: ['mine', 'dots'] } },
      'image: one image and a set of pictures cannot share a table.',
    ],
    [
      { ...tiny, image: 'dots', expect: [{ metric: 'images', min: 1 }] },
      'expect.0.metric: images needs a set of pictures; write image: { type: folder, path: pictures }.',
    ],
  ])('%j is refused', (given, message) => {
    const kinds = { images: { mine: setOf([good]) } };
    expect(() => parseObject(given, { name: 'x', kinds })).toThrow(message);
  });
});

describe('an experiment that names files', () => {
  const sheet = filesOf({ s: pngNamed('filtered') });
  const given = {
    image: { type: 'sprite', path: 's', tile: 8 },
    shift: { max: 1 },
    trials: 'all',
    pool: 'max_pool',
  };
  const read = (file: object) =>
    readSource(
      objectSource(file),
      { name: 'x' },
      { ...sheet, named: () => [{ path: 's', bytes: 1, sha256: 'abc' }] },
    );
  const run = async (file: object) => runExperiment(await read(file), { backend: async () => backend });

  test('says which, and its digest is that of their contents too', async () => {
    const experiment = await read(given);
    expect(experiment.files).toEqual([{ path: 's', bytes: 1, sha256: 'abc' }]);
    const { digest, files } = await runExperiment(experiment, { backend: async () => backend });
    expect(files).toEqual(experiment.files);
    const other = { ...experiment, files: [{ path: 's', bytes: 1, sha256: 'abd' }] };
    expect((await runExperiment(other, { backend: async () => backend })).digest).not.toBe(digest);
  });

  test('cannot be a text or an object alone', () => {
    expect(() => parseObject(given, { name: 'x' })).toThrow(
      'image: it names files, which a text or an object alone does not bring; use readExperiment(path) or run.',
    );
  });

  test('sweeps what it names, each set loaded once', async () => {
    const { table } = await run({ ...given, sweep: { 'image.tile': [8, 4], 'image.limit': [1, 2] } });
    expect(table.rows.map((row) => [row['image.tile'], row['image.limit'], row.images, row.height])).toEqual([
      [8, 1, 1, 8],
      [8, 1, 1, 4],
      [8, 2, 2, 8],
      [8, 2, 2, 4],
      [4, 1, 1, 4],
      [4, 1, 1, 2],
      [4, 2, 2, 4],
      [4, 2, 2, 2],
    ]);
  });
});

test('columns that only others follow from are in no row', async () => {
  const file = {
    image: 'noise',
    shift: { max: 1 },
    pool: 'max_pool',
    measures: [{ type: 'psnr', average: 'samples' }],
  };
  const { table } = await runFile(file as never);
  for (const row of table.rows)
    expect(Object.keys(row).filter((name) => name.startsWith('psnr'))).toEqual(['psnr']);
  expect(table.columns.map(({ name }) => name).filter((name) => name.startsWith('psnr'))).toEqual(['psnr']);
});
