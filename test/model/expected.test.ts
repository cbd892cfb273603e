import { expect, test } from 'vitest';
import { loadModel } from '../../src/model/loaded.ts';
import { openModel } from '../../src/model/open.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import {
  argmax,
  asTheyAre,
  expected,
  filesOf,
  forms,
  onCanvas,
  outputsOf,
  pictures,
} from '../support/model/networks.ts';

const cases = forms.flatMap(([net, form]) => backendsThere.map((on) => [form, on.name, net, on] as const));

test.each(cases)('%s on %s gives the logits of PyTorch', async (form, _, net, backend) => {
  const { tf } = backend;
  const tensors = tf.memory().numTensors;
  const model = await openModel(filesOf(form));
  const wanted = expected.models[net]!;
  const sets = [
    [28, pictures[0]!.slice(0, 5), wanted.logits_sprite_row0_first5],
    [28, pictures.map(([first]) => first!), wanted.logits_sprite_first_of_each_row],
    [36, pictures.map(([first]) => onCanvas(first!)), wanted.logits_canvas36_first_of_each_row],
  ] as const;
  for (const [size, images, logits] of sets) {
    const data = Float32Array.from(images.flatMap((image) => [...image]));
    const [output, ...others] = await outputsOf(model, data, [size, size, 1], backend);
    expect(others).toEqual([]);
    expect(output).toHaveLength(images.length * 10);
    const loaded = await loadModel(filesOf(form), [size, size, 1], asTheyAre);
    expect(loaded.outputs.map(({ shape, stride }) => [shape, stride])).toEqual([[[1, 1, 10], undefined]]);
    expect(loaded.alone).toBe(false);
    loaded.hold()();
    const given = images.map((_, i) => [...output!.subarray(10 * i, 10 * i + 10)]);
    for (const [i, row] of logits.entries()) {
      for (const [k, logit] of row.entries()) expect(Math.abs(given[i]![k]! - logit)).toBeLessThan(1e-4);
      expect(argmax(given[i]!)).toBe(argmax(row));
    }
  }
  model.dispose();
  // What was held is released in the next turn.
  await new Promise(setImmediate);
  expect(tf.memory().numTensors).toBe(tensors);
});

test(`those were computed on: ${whichAreThere}`, () => {
  expect(cases.length).toBeGreaterThan(forms.length);
});
