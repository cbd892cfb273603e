import seedrandom from 'seedrandom';
import * as v from 'valibot';
import type { Shape } from '../../../src/core/tensor.ts';
import { type Experiment, parseObject } from '../../../src/experiment/parse.ts';
import { layers as registry } from '../../../src/layers/registry.ts';
import { type Layer, outline } from '../../../src/layers/stack/stack.ts';

/** A random experiment as a file would have it, and read. */
export interface RandomStack {
  file: Readonly<Record<string, unknown>>;
  experiment: Experiment;
  /** Bytes for the copies: sometimes next to nothing, so that outputs have to be computed once more. */
  memory: number;
}

/**
 * On a torus shifts wrap, windows are circular, and strides divide what is left; a ring is one whose windows are
 * mostly valid, so that it gets holes; a plane has mostly valid windows too; and whatever comes.
 */
type Style = 'torus' | 'ring' | 'plane' | 'any';

/** Where a layer's options are drawn: they depend on what is left of the image, and on one another. */
interface Place {
  draw: Draw;
  style: Style;
  shape: Shape;
  options: Record<string, unknown>;
  /** The words that the option takes. */
  words: readonly string[];
}

/** How an option is drawn, by its name and in this order; of other options, a word of those allowed, or the default. */
const drawers: Record<string, (place: Place) => unknown> = {
  padding({ draw, style, words }) {
    const circular = words.filter((word) => word.startsWith('circular'));
    if (circular.length === 0) return draw.one(words);
    if (style === 'torus') return draw.one(circular);
    return style === 'any' ? draw.one(words) : draw.chance(0.8) ? 'valid' : draw.one(circular);
  },
  pool_size: ({ draw, shape, options }) => {
    const [height, width] = shape.map((n) => {
      if (draw.chance(0.5)) return 2;
      const most = options.padding === 'valid' || draw.chance(0.9) ? Math.min(n, 6) : n + 2;
      return draw.whole(1, most);
    }) as [number, number];
    const fits = options.padding !== 'valid' || (height <= shape[0] && width <= shape[1]);
    return fits ? [height, width] : 1;
  },
  kernel: ({ draw }) =>
    draw.one([
      'random',
      'edge',
      'box_blur',
      [[1, -2]],
      [
        [[1], [0.5]],
        [[-1], [2]],
      ],
    ] as unknown[]),
  kernel_size: ({ draw, options }) =>
    options.kernel === 'random' ? [draw.whole(1, 4), draw.whole(1, 4)] : undefined,
  filters: ({ draw, options }) => (options.kernel === 'random' ? draw.whole(1, 3) : undefined),
  filter: ({ draw }) => draw.whole(1, 5),
  strides({ draw, style, shape }) {
    if (style === 'torus' || style === 'ring')
      return [0, 1].map((axis) => draw.one([1, 2, 3].filter((s) => shape[axis]! % s === 0)));
    if (draw.chance(0.4)) return undefined;
    return draw.chance(0.3) ? draw.whole(1, 4) : [draw.whole(1, 4), draw.whole(1, 4)];
  },
};

/** The `index`-th random stack: a function of the index and of the layers there are. */
export function randomStack(index: number): RandomStack {
  const draw = new Draw(`stack ${index}`);
  const style = draw.one<Style>(['torus', 'ring', 'plane', 'any', 'any']);
  const side = () => (style === 'torus' ? draw.one([8, 9, 12, 16, 18, 24, 36]) : draw.whole(1, 40));
  const shape: Shape = [side(), side(), draw.whole(1, 3)];
  const image = pixels(draw, shape);
  const file = {
    seed: index,
    ...range(draw, shape, style),
    layers: layers(draw, shape, style),
    steps: draw.chance(0.8) ? 'all' : 'pools',
    image,
    ...(draw.chance(0.2) && { against: dotted(draw, image) }),
  };
  const experiment = parseObject(file, { name: `stack-${index}` });
  return { file, experiment, memory: draw.one([1, 20_000, 2 ** 28]) };
}

function layers(draw: Draw, image: Shape, style: Style): object[] {
  const written: object[] = [];
  let shape = image;
  let exact = true;
  for (let rest = draw.whole(1, 5); rest > 0; rest--) {
    const names = (Object.keys(registry) as (keyof typeof registry)[]).filter((one) => !kindOf(one).load);
    // A choice between values that differ by their rounding may fall out either way.
    const allowed = names.filter((name) => exact || !kindOf(name).choices);
    const name = draw.one(draw.chance(0.9) ? allowed.filter((name) => kindOf(name).window) : allowed);
    const kind = kindOf(name);
    const given = options(draw, kind, shape, style);
    const layer = { name, kind, options: v.parse(kind.options, given) };
    const steps = outline({ name: 'image', shape }, [layer]);
    if (!Array.isArray(steps)) continue; // it cannot be applied to what is left
    shape = steps[1]!.shape;
    exact &&= kind.tolerance === 0;
    written.push({ type: name, ...given });
  }
  return written.length > 0 ? written : [{ type: 'relu' }];
}

const kindOf = (name: keyof typeof registry): Layer['kind'] => registry[name] as Layer['kind'];

function options(draw: Draw, kind: Layer['kind'], shape: Shape, style: Style): Record<string, unknown> {
  const { pipe = [kind.options] } = kind.options as { pipe?: readonly unknown[] };
  const { entries } = pipe[0] as { entries: Record<string, unknown> };
  const drawn: Record<string, unknown> = {};
  const known = Object.keys(drawers).filter((name) => Object.hasOwn(entries, name));
  for (const name of new Set([...known, ...Object.keys(entries)])) {
    const words = wordsOf(entries[name]);
    const drawer = drawers[name] ?? (() => (words.length > 0 ? draw.one(words) : undefined));
    const value = drawer({ draw, style, shape, options: drawn, words });
    if (value !== undefined) drawn[name] = value;
  }
  return drawn;
}

/** The words among which an option chooses, under what gives its default. */
function wordsOf(schema: unknown): readonly string[] {
  const { type, wrapped, options } = schema as { type: string; wrapped?: unknown; options: string[] };
  if (wrapped) return wordsOf(wrapped);
  return type === 'picklist' ? options : [];
}

/** Shifts around 0 or not, within the image or far beyond it, all of them or a sample. */
function range(draw: Draw, [height, width]: Shape, style: Style): object {
  const one = (n: number): [number, number] => {
    const reach = draw.chance(0.2) ? 2 * n + 3 : Math.min(3, n);
    const first = draw.whole(-reach, reach);
    return [first, first + draw.whole(0, draw.chance(0.2) ? reach : 4)];
  };
  const [y, x] = [one(height), one(width)];
  const all = (y[1] - y[0] + 1) * (x[1] - x[0] + 1) <= 40 && draw.chance(0.5);
  const fill_mode =
    style === 'torus' || style === 'ring' ? 'wrap' : draw.one(['constant', 'nearest', 'reflect', 'wrap']);
  const fill_value = draw.one([0, -0.5, 1.25]);
  const distribution = all ? 'uniform' : draw.one(['uniform', 'rounded']);
  return { trials: all ? 'all' : draw.whole(1, 30), shift: { y, x, distribution, fill_mode, fill_value } };
}

/** Noise of both signs, fine or so coarse that outputs coincide; or a few pixels on an empty canvas. */
function pixels(draw: Draw, [height, width, channels]: Shape): { type: 'pixels'; rows: number[][][] } {
  const value = draw.one([
    () => Math.fround(4 * draw.random() - 2),
    () => draw.whole(-1, 2),
    () => -draw.whole(1, 3),
    () => (draw.chance(0.03) ? draw.whole(1, 3) : 0),
  ]);
  const list = <T>(length: number, item: () => T) => Array.from({ length }, item);
  return { type: 'pixels', rows: list(height, () => list(width, () => list(channels, value))) };
}

/** The same picture, but for one pixel. */
function dotted(draw: Draw, { type, rows }: ReturnType<typeof pixels>): object {
  const [y, x] = [draw.whole(0, rows.length - 1), draw.whole(0, rows[0]!.length - 1)];
  return {
    type,
    rows: rows.map((row, i) =>
      row.map((cell, j) => (i === y && j === x ? cell.map((value) => value + 1) : cell)),
    ),
  };
}

class Draw {
  readonly random: () => number;
  constructor(seed: string) {
    this.random = seedrandom(seed);
  }
  /** Both ends included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.random() * (max - min + 1));
  }
  chance(probability: number): boolean {
    return this.random() < probability;
  }
  one<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)]!;
  }
}
