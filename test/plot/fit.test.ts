import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawFigure } from '../../src/plot/fit.ts';
import type { PlotTable } from '../../src/plot/table.ts';
import { faultsOfTexts, textBoxes } from '../support/plot/text_boxes.ts';
import { scaled } from '../support/time.ts';

/** Tables as sweeps, models and long stacks give them: numbers and names of all lengths, and cells without a value. */
const tableParts = fc
  .record({
    numbers: fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 24 }),
        from: fc.integer({ min: -3, max: 400 }),
        step: fc.constantFrom(1, 3, 0.25, 0.1),
      }),
      { maxLength: 2 },
    ),
    names: fc.array(
      fc.array(
        fc.oneof(
          fc.constantFrom(
            'max_pool',
            'en büyük havuz',
            'макс. пулинг',
            'average pooling, 2×2, as in the lesson',
          ),
          fc
            .string({ minLength: 1, maxLength: 40 })
            .map((text) => text.replaceAll(/\s+/g, ' ').trim() || 'x'),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      { maxLength: 2 },
    ),
    layers: fc.array(fc.constantFrom('relu', 'conv2d', 'max_pool', 'adaptive_polyphase', 'softmax'), {
      maxLength: 20,
    }),
    pools: fc.boolean(),
    scale: fc.constantFrom(0, 1, 1e-4, 3e5),
    empty: fc.integer({ min: 0, max: 3 }),
    experiment: fc.constantFrom(
      'a',
      'models/by-layer',
      'names-that-are-quite-long-but-still-allowed-in-a-file',
    ),
  })
  // Of larger ones it is the same, and takes longer.
  .filter((parts) => tableOf(parts).rows.length <= 300);

test(
  'no text of a figure is cut, or lies on another, at any width, height and size of letters',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        tableParts,
        fc.constantFrom('match_rate', 'a_measure'),
        fc.option(fc.integer({ min: 280, max: 1400 }), { nil: undefined }),
        fc.option(fc.integer({ min: 150, max: 900 }), { nil: undefined }),
        fc.integer({ min: 8, max: 16 }),
        async (parts, y, width, height, fontSize) => {
          const figure = await drawFigure(tableOf(parts), { y, fontSize }, { width, height });
          expect(faultsOfTexts(await textBoxes(figure.spec))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  },
  scaled(60),
);

interface TableParts {
  numbers: readonly { count: number; from: number; step: number }[];
  names: readonly (readonly string[])[];
  layers: readonly string[];
  pools: boolean;
  scale: number;
  empty: number;
  experiment: string;
}

function tableOf({ numbers, names, layers, pools, scale, empty, experiment }: TableParts): PlotTable {
  const keys = [
    ...numbers.map(({ count, from, step }, i) => ({
      name: `${['image.radius', 'shift.max'][i]}`,
      values: Array.from({ length: count }, (_, at) => Number((from + at * step).toFixed(2))),
    })),
    ...names.map((values, i) => ({
      name: `${['pool.type', 'layers.0.path'][i]}`,
      values: [...new Set(values)],
    })),
  ];
  const stack = ['circle', ...layers];
  let variants: Record<string, number | string>[] = [{}];
  for (const { name, values } of keys)
    variants = variants.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  const rows = variants.flatMap((variant, i) => {
    let depth = 0;
    return stack.map((layer, step) => {
      if (pools && layer.endsWith('pool')) depth++;
      const rate = Math.abs(Math.sin(i * 7 + step));
      const lacks = empty > 0 && (i + step) % 4 < empty - 1;
      return {
        ...variant,
        step,
        layer,
        depth,
        match_rate: lacks ? null : rate,
        a_measure: lacks ? null : rate * scale,
      };
    });
  });
  const column = (name: string, type: string, identity: boolean) =>
    ({
      name,
      type,
      identity,
      description: '',
      unit: name === 'a_measure' ? 'dB' : '1',
      ...(identity ? { swept: true } : {}),
    }) as never;
  return {
    experiment,
    columns: [
      ...keys.map(({ name }) => column(name, 'number', true)),
      column('step', 'integer', true),
      column('layer', 'string', true),
      column('depth', 'integer', true),
      column('match_rate', 'rate', false),
      column('a_measure', 'number', false),
    ],
    rows: rows as never,
  };
}
