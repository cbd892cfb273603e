import { expect, test } from 'vitest';
import { feedModel, outputShapes } from '../../src/model/feed.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import {
  argmax,
  asTheyAre,
  expected,
  forms,
  onCanvas,
  openNetwork,
  pictures,
} from '../support/model/networks.ts';

const cases = forms.flatMap(([net, form]) => backendsThere.map((on) => [form, on.name, net, on] as const));

test.each(cases)('%s on %s gives the logits of PyTorch', async (form, _, net, backend) => {
  const { tf } = backend;
  const tensors = tf.memory().numTensors;
  const model = await openNetwork(backend, form);
  const wanted = expected.models[net]!;
  const sets = [
    [28, pictures[0]!.slice(0, 5), wanted.logits_sprite_row0_first5],
    [28, pictures.map(([first]) => first!), wanted.logits_sprite_first_of_each_row],
    [36, pictures.map(([first]) => onCanvas(first!)), wanted.logits_canvas36_first_of_each_row],
  ] as const;
  for (const [size, images, logits] of sets) {
    const data = Float32Array.from(images.flatMap((image) => [...image]));
    const x = tf.tensor4d(data, [images.length, size, size, 1]);
    const [output, ...others] = await feedModel(tf, model, x, asTheyAre);
    expect(others).toEqual([]);
    expect(output!.shape).toEqual([images.length, 1, 1, 10]);
    expect(await outputShapes(tf, model, [size, size, 1], asTheyAre)).toEqual([[1, 1, 10]]);
    const given = (await output!.array()).map((image) => image[0]![0]!);
    for (const [i, row] of logits.entries()) {
      for (const [k, logit] of row.entries()) expect(Math.abs(given[i]![k]! - logit)).toBeLessThan(1e-4);
      expect(argmax(given[i]!)).toBe(argmax(row));
    }
    tf.dispose([x, output!]);
  }
  model.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});

test(`those were computed on: ${whichAreThere}`, () => {
  expect(cases.length).toBeGreaterThan(forms.length);
});
