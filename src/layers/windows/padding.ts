import { fillModes, type SourceIndex } from '../../shift/fill.ts';

/** How an axis of `n` cells is extended for windows of `k` cells that are `s` cells apart. */
interface PaddingRule {
  /** Padding cells before the first cell. The rest follows from how many windows there are. */
  before(n: number, k: number, s: number): number;
  /** How many windows there are; below 1 if none fits. */
  windows(n: number, k: number, s: number): number;
  /** The cell that a padding cell repeats. Undefined: padding cells have no value, or the layer's own. */
  source?: SourceIndex;
  title: string;
}

const everyStride = (n: number, _: number, s: number) => Math.ceil(n / s);
const centered = (_: number, k: number) => Math.floor((k - 1) / 2);

/**
 * Padding by name. `same` and `valid` are TensorFlow's: `same` pads max((⌈n / s⌉ - 1)·s + k - n, 0) cells in all, half
 * of them before, rounded down. `reflect`, `replicate` and `circular_centered` are PyTorch's `padding_mode`s, with
 * ⌊(k - 1) / 2⌋ cells before.
 *
 * Source: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2;
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export const paddings = {
  same: {
    title: 'the output has ceil(size / strides) cells',
    before: (n, k, s) => Math.floor(Math.max((Math.ceil(n / s) - 1) * s + k - n, 0) / 2),
    windows: everyStride,
  },
  valid: {
    title: 'windows inside the image only',
    before: () => 0,
    windows: (n, k, s) => Math.floor((n - k) / s) + 1,
  },
  circular: {
    title: 'windows begin at their own cell and read on at the other side',
    before: () => 0,
    windows: everyStride,
    source: fillModes.wrap,
  },
  circular_centered: {
    title: 'the image repeats, as in PyTorch',
    before: centered,
    windows: everyStride,
    source: fillModes.wrap,
  },
  reflect: {
    title: 'the image is mirrored, without its edge',
    before: centered,
    windows: everyStride,
    source: mirrored,
  },
  replicate: {
    title: 'the edge is repeated',
    before: centered,
    windows: everyStride,
    source: fillModes.nearest,
  },
  full: {
    title: 'kernel size - 1 cells on each side',
    before: (_, k) => k - 1,
    windows: (n, k, s) => Math.floor((n + k - 2) / s) + 1,
  },
} satisfies Record<string, PaddingRule>;

export type PaddingName = keyof typeof paddings;

/** How many cells a padding adds, and how many windows there are then. */
export function paddingRule(name: PaddingName): PaddingRule {
  return paddings[name];
}

/** c b | a b c d | c b: the cell that a mirror at either edge shows, if the mirror is not further away than the size. */
export function mirrored(index: number, size: number): number {
  if (index < 0) return -index;
  return index < size ? index : 2 * (size - 1) - index;
}
