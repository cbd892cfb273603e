import { describe, expect, test } from 'vitest';
import { torchPadding } from '../../src/experiment/remedies/torch_padding.ts';
import { conv2d } from '../../src/layers/conv2d.ts';
import type { LayerKind } from '../../src/layers/kind.ts';
import { maxPool } from '../../src/layers/max_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { outputOf, picture, rowsOf, stepOf } from '../support/layers/output.ts';
import { paddingNames } from '../support/layers/pooling.ts';

const [backend] = backendsThere;

/**
 * The cells of a row under each window of PyTorch's layers, floor((n + 2p - k) / s) + 1 of them; those beside the row
 * are null. The same as ONNX's MaxPool and Conv with `pads: [p, p, p, p]`.
 */
function windowsOf(row: readonly number[], { k, s, p }: { k: number; s: number; p: number }) {
  const beside = new Array<null>(p).fill(null);
  const padded = [...beside, ...row, ...beside];
  const windows: (number | null)[][] = [];
  for (let at = 0; at + k <= padded.length; at += s) windows.push(padded.slice(at, at + k));
  return windows;
}

const rows = Array.from({ length: 9 }, (_, i) =>
  Array.from({ length: i + 1 }, (_, j) => -1 - ((j * 7 + i * 3) % 10)),
);
const cases = [1, 2, 3, 4, 5].flatMap((k) =>
  [1, 2, 3].flatMap((s) => Array.from({ length: k }, (_, p) => ({ k, s, p }))),
);

const kinds = {
  max_pool: {
    kind: maxPool,
    options: (k: number, s: number) => ({ pool_size: [1, k], strides: s }),
    // PyTorch refuses more than half a window here; a window could then be empty.
    cases: cases.filter(({ k, p }) => 2 * p <= k),
    value: (window: (number | null)[]) => Math.max(...window.filter((value) => value !== null)),
  },
  conv2d: {
    kind: conv2d,
    options: (k: number, s: number) => ({
      kernel: [Array.from({ length: k }, (_, i) => i + 1)],
      strides: s,
    }),
    cases,
    value: (window: (number | null)[]) =>
      window.reduce<number>((sum, value, i) => sum + (value ?? 0) * (i + 1), 0),
  },
};

describe.each(Object.entries(kinds))(
  'padding of %s, as PyTorch counts it',
  (type, { kind, options, cases, value }) => {
    const isSame = (padding: string, one: (typeof cases)[number]) =>
      rows
        .filter((row) => row.length + 2 * one.p >= one.k)
        .every((row) => {
          const given = { ...options(one.k, one.s), padding };
          // Some windows are larger than the row, and a mirror image is shorter.
          if (typeof stepOf(kind as LayerKind, [1, row.length, 1], given) === 'string') return false;
          const found = rowsOf(outputOf(backend!, kind as LayerKind, picture([row]), given));
          return JSON.stringify(found) === JSON.stringify([windowsOf(row, one).map(value)]);
        });

    test('is a word that gives the same for all sizes, wherever there is one', () => {
      for (const one of cases) {
        const word = torchPadding(type, options(one.k, one.s), [0, one.p]);
        const title = `window ${one.k}, strides ${one.s}, padding ${one.p}`;
        if (word === undefined)
          expect(
            paddingNames.filter((name) => isSame(name, one)),
            title,
          ).toEqual([]);
        else expect(isSame(word, one), `${title}: ${word}`).toBe(true);
      }
    });
  },
);

test('is unknown for a mean, which counts no padding here, and for options that are wrong', () => {
  expect(torchPadding('avg_pool', { pool_size: 3, strides: 1 }, 1)).toBeUndefined();
  expect(torchPadding('max_pool', { window: 3 }, 1)).toBeUndefined();
  expect(torchPadding('relu', {}, 1)).toBeUndefined();
});
