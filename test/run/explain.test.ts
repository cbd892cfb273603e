import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { parseObject } from '../../src/experiment/parse.ts';
import { type Explanation, explainVariant } from '../../src/run/explain.ts';
import { runExperiment } from '../../src/run/run.ts';
import { scaled } from '../support/time.ts';

const backend = await loadBackend('cpu');

type File = Record<string, unknown>;

async function explained(file: File): Promise<Explanation> {
  return explainVariant(parseObject(file, { name: 'explained' }).variants[0]!, async () => backend);
}

/** Whether each shift's output coincides with the unshifted one, by step. */
async function matching(file: File, compare: string): Promise<Map<number, Map<string, boolean>>> {
  const experiment = parseObject(
    { ...file, compare: { type: compare, relative: 1e-4 }, steps: 'all', tables: ['shifts'] },
    { name: 'run' },
  );
  const { shifts } = await runExperiment(experiment, { backend: async () => backend });
  const steps = new Map<number, Map<string, boolean>>();
  for (const { step, dy, dx, class: c } of shifts!.rows) {
    if (!steps.has(step as number)) steps.set(step as number, new Map());
    steps.get(step as number)!.set(`${dy} ${dx}`, c === 0);
  }
  return steps;
}

/** Every promise that an explanation makes and a run breaks. */
async function broken(file: File): Promise<string[]> {
  const { steps, reach } = await explained(file);
  const rolled = await matching(file, 'roll');
  const same = await matching(file, 'close');
  const found: string[] = [];
  for (const { step, guarantee } of steps) {
    if (guarantee.holds === 'nothing' || (guarantee.holds === 'rolled' && guarantee.byChannel)) continue;
    for (const [shift, matches] of (guarantee.holds === 'same' ? same : rolled).get(step)!) {
      const [dy, dx] = shift.split(' ').map(Number) as [number, number];
      const promised =
        dy % guarantee.unit[0] === 0 &&
        dx % guarantee.unit[1] === 0 &&
        Math.abs(dy) <= (reach[0] ?? Number.POSITIVE_INFINITY) &&
        Math.abs(dx) <= (reach[1] ?? Number.POSITIVE_INFINITY);
      if (promised && !matches) found.push(`step ${step}, shift ${shift}: ${JSON.stringify(guarantee)}`);
    }
  }
  return found;
}

const random = seedrandom('explain');
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;

function layer(padding: string): File | string {
  return pick<File | string>([
    { type: 'max_pool', pool_size: pick([1, 2, 3]), strides: pick([1, 2]), padding },
    { type: 'avg_pool', pool_size: 2, strides: pick([1, 2]), padding },
    { type: 'conv2d', kernel: 'random', filters: pick([1, 2]), padding },
    { type: 'blur_pool', strides: pick([1, 2]), padding: padding === 'circular' ? 'circular' : 'profile' },
    { type: 'adaptive_polyphase', tie: pick(['first', 'canonical']), select: pick(['sample', 'channel']) },
    'relu',
    'subsample',
  ]);
}

function randomStack(): File {
  const size = pick([8, 12, 16]);
  const wrap = random() < 0.6;
  const image = wrap
    ? pick<File>([
        { type: 'noise', size },
        { type: 'circle', size },
      ])
    : { type: 'circle', size, radius: pick([2, 3]), filled: true };
  const layers = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
    layer(pick(['circular', 'circular', 'full', 'same', 'valid'])),
  );
  if (random() < 0.3) layers.push(pick(['global_avg_pool', 'global_max_pool']));
  return { image, shift: { max: 4, fill_mode: wrap ? 'wrap' : 'constant' }, trials: 'all', layers };
}

describe('what explain promises', () => {
  test('holds when it is run, on 200 random stacks', { timeout: scaled(120) }, async () => {
    let stacks = 0;
    let promises = 0;
    while (stacks < 200) {
      const file = randomStack();
      let promised: Explanation;
      try {
        promised = await explained(file);
      } catch {
        continue; // Some layer does not fit what is left of the image.
      }
      stacks++;
      promises += promised.steps.filter(({ guarantee }) => guarantee.holds !== 'nothing').length - 1;
      expect(await broken(file), JSON.stringify(file)).toEqual([]);
    }
    // A test that promises nothing would hold too.
    expect(promises).toBeGreaterThan(150);
  });

  test('is something for every stack that is exact by construction', async () => {
    for (let i = 0; i < 60; i++) {
      const size = 16;
      const layers = Array.from({ length: 3 }, () =>
        pick<File | string>([
          { type: 'max_pool', pool_size: pick([2, 3]), strides: pick([1, 2]), padding: 'circular' },
          { type: 'conv2d', kernel: 'edge', padding: 'circular' },
          { type: 'adaptive_polyphase', tie: 'canonical' },
          { type: 'blur_pool', padding: 'circular' },
          { type: 'max_pool' },
          'relu',
        ]),
      );
      const file = {
        image: { type: 'noise', size },
        shift: { max: 4, fill_mode: 'wrap' },
        trials: 'all',
        layers: [...layers, 'global_max_pool'],
      };
      const { steps } = await explained(file);
      expect(
        steps.filter(({ guarantee }) => guarantee.holds === 'nothing'),
        JSON.stringify(layers),
      ).toEqual([]);
      expect(steps.at(-1)!.guarantee.holds).toBe('same');
    }
  });

  /** The networks of Kayhan & van Gemert 2020 (Red-Green), with weights that are drawn and no training. */
  const redGreen = (padding: string, image: File, shift: File): File => ({
    ...{ image, shift, trials: 'all' },
    layers: [
      ...[1, 2, 2, 2].flatMap((strides, i) => [
        { type: 'conv2d', kernel: 'random', filters: 4 + 2 * i, strides, padding },
        'relu',
      ]),
      'global_max_pool',
    ],
  });

  test.each([
    [
      'circular_centered',
      { type: 'noise', size: 32, channels: 3 },
      { list: [[16, 0]], fill_mode: 'wrap' },
      [null, null],
    ],
    ['full', { type: 'circle', size: 32, radius: 5, center: [7, 15] }, { y: [0, 16] }, [2, 10]],
  ])(
    'is a theorem for %s padding: shifts by 8 pixels change nothing',
    async (padding, image, shift, reach) => {
      const found = await explained(redGreen(padding, image, shift));
      expect(found.reach).toEqual(reach);
      expect(found.steps.at(-1)!.guarantee).toEqual({ holds: 'same', unit: [8, 8] });
    },
  );

  test('is no theorem for zero and for valid padding, nor with a bias or on grey', async () => {
    const dot = {
      type: 'dots',
      size: 32,
      at: [
        [7, 9],
        [10, 20],
      ],
    };
    const file = redGreen('full', dot, { y: [0, 16] });
    const last = async (one: File) => (await explained(one)).steps.at(-1)!.guarantee.holds;
    expect(await last(file)).toBe('same');
    expect(await last(redGreen('same', dot, { y: [0, 16] }))).toBe('nothing');
    expect(await last(redGreen('valid', dot, { y: [0, 16] }))).toBe('nothing');
    expect(await last({ ...file, shift: { y: [0, 16], fill_value: 1 } })).toBe('nothing');
    const [first, ...rest] = file.layers as object[];
    expect(await last({ ...file, layers: [{ ...first, bias: 0.1 }, ...rest] })).toBe('nothing');
  });

  test('names the layer that ends it, and why', async () => {
    const wrap = { shift: { max: 2, fill_mode: 'wrap' }, trials: 'all' };
    const odd = await explained({
      ...wrap,
      image: { type: 'noise', size: 33 },
      pool: { type: 'max_pool', padding: 'circular' },
    });
    const why =
      'max_pool at step 1 has stride 2 on a size of 33: circular shifts no longer map to circular shifts';
    expect(odd.steps[1]!.guarantee).toEqual({ holds: 'nothing', why, uneven: true });
    expect(odd.warnings).toContain(why);
    const padded = await explained({ ...wrap, image: 'noise', layers: [{ type: 'conv2d', kernel: 'edge' }] });
    expect(padded.steps[1]!.guarantee).toEqual({
      holds: 'nothing',
      why: 'a window of conv2d at step 1 reads padding',
    });
    const framed = await explained({
      image: 'noise',
      shift: { max: 2, frame: 60 },
      trials: 'all',
      pool: 'max_pool',
    });
    expect(framed.steps[1]!.guarantee).toEqual({
      holds: 'nothing',
      why: 'content enters and leaves the frame',
    });
  });
});

describe('what explain says of the lesson', () => {
  test('sizes, strides, fields and values, by hand', async () => {
    const { steps, shifts, reach, why, work } = await explained({
      image: 'circle',
      shift: { max: 3 },
      trials: 'all',
      pool: { type: 'max_pool', depth: 4 },
    });
    expect(shifts).toBe(49);
    expect(reach).toEqual([4, 4]); // radius 28 in 64 pixels
    expect(why).toBe('');
    expect(steps.map(({ shape }) => shape[0])).toEqual([64, 32, 16, 8, 4]);
    expect(steps.map(({ stride }) => stride)).toEqual([1, 2, 4, 8, 16].map((s) => [s, s]));
    expect(steps.map(({ field }) => field)).toEqual([1, 2, 4, 8, 16].map((s) => [s, s]));
    const copies = 49 * (4096 + 1024 + 256 + 64 + 16);
    expect(work).toEqual({ computed: 5 * 70 * 70, copies, bytes: 4 * 2 * 70 * 70 });
  });

  test('which cells see padding: 3×3 windows with `same` on 5×5 see it everywhere but in the middle 3×3', async () => {
    const { steps } = await explained({
      image: { type: 'noise', size: 5 },
      shift: { max: 1 },
      layers: [
        { type: 'conv2d', kernel: 'edge' },
        { type: 'conv2d', kernel: 'edge' },
      ],
    });
    expect(steps.map(({ clear }) => clear.rows)).toEqual([
      [0, 5],
      [1, 4],
      [2, 3],
    ]);
    expect(steps.map(({ field }) => field[0])).toEqual([1, 3, 5]);
  });

  test('warns of content that leaves, of saturation and of ties', async () => {
    const far = await explained({ image: 'circle', shift: { max: 5 }, pool: { type: 'max_pool', depth: 5 } });
    expect(far.warnings).toEqual([
      'content leaves the frame: shifts go up to (5, 5), the margin around it is (4, 4)',
      'the unshifted output at step 5 holds a single value',
    ]);
    const tied = await explained({
      image: 'circle',
      shift: { max: 1, fill_mode: 'wrap' },
      pool: 'adaptive_polyphase',
    });
    expect(tied.warnings).toEqual([
      'adaptive_polyphase at step 1: one choice ties for the unshifted image, so the result depends on position',
    ]);
    expect(tied.steps[1]!.guarantee).toEqual({
      holds: 'nothing',
      why: 'choices tie in adaptive_polyphase at step 1, and then depend on position',
    });
  });
});
