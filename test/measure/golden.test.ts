import { expect, test } from 'vitest';
import { run } from '../../src/run/run.ts';

/**
 * Published golden numbers of the trained network max.onnx: 200 pictures of 28×28 embedded in 36×36, all 81 shifts of up
 * to 4 pixels.
 */
const golden = await run(
  {
    image: { type: 'sprite', path: 'fashion200.png', tile: 28, embed: { size: 36 } },
    shift: { max: 4 },
    trials: 'all',
    steps: 'all',
    measures: [
      'accuracy',
      'shifted_accuracy',
      'robust',
      'probability_range',
      'fooling',
      'sensitivity',
      'normalized_variance',
    ],
    layers: [{ type: 'model', path: 'max.onnx' }, 'softmax', 'argmax'],
    tables: ['summary', 'labels'],
    expect: [
      { metric: 'match_rate', at: { layer: 'argmax' }, of: 'p05', equals: 0.345062, within: 1e-6 },
      { metric: 'robust_accuracy', at: { layer: 'argmax', label: 6 }, equals: 0 },
    ],
  },
  { base: 'experiments/models' },
);

const rowOf = (layer: string) => golden.table.rows.find((row) => row.layer === layer)!;

test.each([
  ['argmax', 'match_rate', 0.845741],
  ['argmax', 'accuracy', 0.875],
  ['argmax', 'shifted_accuracy', 0.793889],
  ['argmax', 'accuracy_drop', 0.875 - 0.793889],
  ['argmax', 'unanimous_rate', 0.455],
  ['argmax', 'robust_accuracy', 0.445],
  ['argmax', 'best_case_accuracy', 0.98],
  ['argmax', 'worst_shift_dy', 4],
  ['argmax', 'worst_shift_dx', 3],
  ['argmax', 'worst_shift_rate', 0.765],
  ['argmax', 'fooling_rate', 0.235],
  ['softmax', 'probability_range', 0.527364],
  ['model', 'sensitivity', 0.252448],
  ['model', 'rank_kept', 0.418951],
  ['model', 'normalized_variance', 0.303009],
] as const)('%s: %s is %d', (layer, column, value) => {
  expect(Math.abs((rowOf(layer)[column] as number) - value)).toBeLessThanOrEqual(1.01e-6);
});

test('rates of decisions are in every row that decides, and in no other', () => {
  for (const column of ['shifted_accuracy', 'robust_accuracy', 'best_case_accuracy'])
    expect(golden.table.rows.map((row) => row[column] !== null)).toEqual([false, true, true, true]);
  for (const column of ['shifted_accuracy', 'robust_accuracy', 'best_case_accuracy'])
    expect(rowOf('softmax')[column]).toBe(rowOf('argmax')[column]);
});

test('ImageNet-P: the ranks of the logits along x from -7 to 8, where black enters', async () => {
  const { table } = await run(
    {
      image: { type: 'sprite', path: 'fashion200.png', tile: 28 },
      shift: { x: [-7, 8] },
      trials: 'all',
      steps: 'all',
      measures: ['neighbour_rate', 'ranks'],
      layers: [{ type: 'model', path: 'max.onnx' }, 'argmax'],
    },
    { base: 'experiments/models' },
  );
  const [, logits, decision] = table.rows;
  expect(logits!.top_overlap).toBeCloseTo(0.944133, 6);
  expect(logits!.t5d).toBeCloseTo(2.31833, 5);
  expect(logits!.zipf_distance).toBeCloseTo(0.179367, 6);
  expect(1 - (decision!.neighbour_rate as number)).toBeCloseTo(0.15, 10);
});

test('the two slopes of the probabilities at 1/100 pixel, where a bilinear shift has a kink', async () => {
  const { table } = await run(
    {
      image: { type: 'sprite', path: 'fashion200.png', tile: 28, limit: 40, order: 'random' },
      shift: { x: [-0.01, 0.01], step: 0.01, fill_mode: 'reflect' },
      trials: 'all',
      measures: ['slope'],
      layers: [{ type: 'model', path: 'max.onnx' }, 'softmax'],
    },
    { base: 'experiments/models' },
  );
  const softmax = table.rows.at(-1)!;
  expect(softmax.slope_forward).toBeCloseTo(0.0669, 4);
  expect(softmax.slope_backward).toBeCloseTo(0.0931, 4);
});

test('the match rate of all hides the worst pictures and the worst class', () => {
  expect(golden.verdicts.map(({ state }) => state)).toEqual(['passed', 'passed']);
  const shirt = golden.labels!.rows.find((row) => row.layer === 'argmax' && row.label === '6')!;
  expect(shirt).toMatchObject({ images: 20, trials: 1620, matches: 1027, robust_accuracy: 0 });
});
