import { expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import type { OutputMap } from '../../src/core/tensor.ts';
import { requireFinite } from '../../src/engine/finite.ts';
import { uncorrected } from '../../src/engine/pass/padded_outputs.ts';
import { allShifts } from '../support/running.ts';

const step = { index: 3, name: 'my_layer', depth: 1, shape: [2, 2, 2] } as const;
const shifts = allShifts([-1, 1], [-1, 1]);

/** Two outputs of 2×2×2 at dilation 2 in a map of 3×4 cells: column 3 and row 1 belong to none. */
function mapWith(value: number, row: number, column: number, channel: number): OutputMap {
  const data = new Float32Array(3 * 4 * 2);
  data[(row * 4 + column) * 2 + channel] = value;
  return {
    data,
    width: 4,
    dilation: [2, 1],
    shape: step.shape,
    rows: Int32Array.of(0, 0),
    columns: Int32Array.of(0, 1),
  };
}

const check = (map: OutputMap) => () => requireFinite(uncorrected(map, Int32Array.of(0, 7)), step, shifts);

test('finite outputs are taken, the largest float32 among them', () => {
  expect(check(mapWith(3.4028234663852886e38, 0, 0, 0))).not.toThrow();
});

test.each([Number.NaN, Infinity, -Infinity])(
  '%s in a cell that no output reads is nobody’s business',
  (value) => {
    expect(check(mapWith(value, 1, 1, 0))).not.toThrow();
    expect(check(mapWith(value, 2, 3, 1))).not.toThrow();
  },
);

test.each([
  [Number.NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
])('%s in an output is an error of the run that says where', (value, printed) => {
  const of = (row: number, column: number, channel: number, shift: string) =>
    new UserError(
      `step 3 (my_layer) gives ${printed} at row ${row}, column ${column}, channel ${channel} for the shift (${shift}); every value must be a finite float32.`,
      { kind: 'run' },
    );
  // A cell that both outputs read is the first one's; the last column is the second one's alone.
  expect(check(mapWith(value, 2, 1, 1))).toThrow(of(1, 1, 1, '0, 0'));
  expect(check(mapWith(value, 0, 2, 0))).toThrow(of(0, 1, 0, '1, 0'));
});
