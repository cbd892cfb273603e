import { type Shape, valueCount } from '../core/tensor.ts';
import { rawPass } from './feed.ts';
import { haveDifference, probe } from './independence.ts';
import { modelMistake } from './mistake.ts';
import type { Model, ModelOutput } from './model.ts';
import { axisFirst } from './output_maps.ts';
import { plainBackend } from './packages.ts';
import type { Passage } from './passage.ts';

/**
 * The axis of each output along which a model with a fixed batch holds the pictures, of those that have the length of the
 * batch. It is tried with a picture in the first place, beside copies of it and beside others: along that axis the first
 * part stays, and the others change. Where each output depends on all pictures, the parts of copies are equal.
 *
 * @throws UserError (run) for an output that has no such axis
 */
export async function batchAxesOf(
  model: Model,
  picture: Shape,
  passage: Passage,
  batch: number,
): Promise<number[]> {
  const size = valueCount(picture);
  const runWith = (kindOf: (place: number) => number) => {
    const pictures = new Float32Array(size * batch);
    for (let i = 0; i < batch; i++) pictures.set(probe(picture, passage, model, kindOf(i)), i * size);
    return rawPass(model, pictures, picture, passage, plainBackend);
  };
  const copies = await runWith(() => 0);
  const different = await runWith((place) => place);
  return copies.map((output, i) => {
    const axes = [...output.shape.keys()].filter((axis) => output.shape[axis] === batch);
    const parts = (given: ModelOutput, axis: number) => {
      const { data } = axisFirst(given, axis);
      const length = data.length / batch;
      return Array.from({ length: batch }, (_, at) => data.subarray(at * length, (at + 1) * length));
    };
    const staying = axes.map((axis) => {
      const [one, other] = [parts(output, axis), parts(different[i]!, axis)];
      const [stays, ...others] = one.map((part, at) => !haveDifference(part, other[at]!));
      return { axis, stays, moves: others.every((same) => !same) };
    });
    const equal = (axis: number) => {
      const [first, ...others] = parts(output, axis);
      return others.every((part) => !haveDifference(part, first!));
    };
    const found = (
      staying.find(({ stays, moves }) => stays && moves) ??
      staying.find(({ axis }) => equal(axis)) ??
      staying.find(({ stays }) => stays)
    )?.axis;
    if (found !== undefined) return found;
    const what = `an output ${model.outputs[i]} of ${output.shape.join('×') || 'one value'} for ${batch} pictures`;
    throw modelMistake(
      model.path,
      `gives ${what}, and no axis of it is that of the pictures; export the model for one picture, or for any number of them`,
    );
  });
}
