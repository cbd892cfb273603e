import { join } from 'node:path';
import onnxruntime from 'onnxruntime-node';
import { expect, test, vi } from 'vitest';
import { run } from '../../src/index.ts';
import { project } from '../support/files.ts';

const base = join(project, 'experiments/protocols');

/** An experiment over four pictures, its table, and how many pictures its model computed. */
async function ran(given: object) {
  const file = {
    image: { type: 'sprite', path: 'fashion/fashion10.png', tile: 28, embed: { size: 36 }, limit: 4 },
    shift: { max: 1 },
    trials: 'all',
    layers: [{ type: 'model', path: 'fashion/max.onnx' }, 'argmax'],
    measures: ['robust'],
    ...given,
  };
  const { prototype } = onnxruntime.InferenceSession as unknown as {
    prototype: onnxruntime.InferenceSession;
  };
  using session = vi.spyOn(prototype, 'run');
  const { table } = await run(file as never, { base });
  const inputs = session.mock.calls.flatMap(([feeds]) => Object.values(feeds) as onnxruntime.Tensor[]);
  const pictures = inputs.reduce((sum, { dims: [count] }) => sum + count!, 0);
  return { pictures, rows: table.rows };
}

test('variants of a model with other shifts give the rows of each alone, and each picture goes through it once', async () => {
  const shifts = {
    one: { max: 1 },
    two: { max: 2 },
    round: { radius: 2 },
    filled: { max: 1, fill_value: 0.5 },
  };
  const together = await ran({ sweep: { shift: shifts } });
  const alone: Awaited<ReturnType<typeof ran>>[] = [];
  for (const shift of Object.values(shifts)) alone.push(await ran({ shift }));
  const unnamed = together.rows.map(({ shift: _, ...row }) => row);
  expect(unnamed).toEqual(alone.flatMap(({ rows }) => rows));
  // A model is tried when it is loaded.
  const tried = alone[0]!.pictures - 4 * 9;
  expect(alone.map(({ pictures }) => (pictures - tried) / 4)).toEqual([9, 25, 13, 9]);
  // Those of the second range, and the filled ones but for the unshifted.
  expect((together.pictures - tried) / 4).toBe(25 + 8);
});
