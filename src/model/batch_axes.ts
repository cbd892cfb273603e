import { type Shape, valueCount } from '../core/tensor.ts';
import { rawPass } from './feed.ts';
import { haveDifference, probe } from './independence.ts';
import { modelMistake } from './mistake.ts';
import type { Model, ModelOutput } from './model.ts';
import { axisFirst } from './output_maps.ts';
import { plainBackend } from './packages.ts';
import type { Passage } from './passage.ts';

/**
 * For each output of a model with a fixed batch, the axis of the pictures: one that is as long as the batch. The model
 * is run twice, with copies of one picture and with different pictures after the first. Along the axis of the pictures,
 * the first part is the same in both runs, and the others differ. Where outputs depend on all pictures, the parts of
 * copies are equal. If several axes fit, a third run turns the pictures: the parts must turn with them.
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
  const isDoubtful = copies.some(({ shape }) => shape.filter((length) => length === batch).length > 1);
  const turned = isDoubtful ? await runWith((place) => (place + 1) % batch) : undefined;
  return copies.map((output, i) => {
    const axis =
      (turned && axisThatFollows(different[i]!, turned[i]!, batch)) ??
      batchAxis(output, different[i]!, batch);
    if (axis !== undefined) return axis;
    const what = `an output ${model.outputs[i]} of ${output.shape.join('×') || 'one value'} for ${batch} pictures`;
    throw modelMistake(
      model.path,
      `gives ${what}, and no axis of it is that of the pictures; export the model for one picture, or for any number of them`,
    );
  });
}

/** The only axis along which the parts of an output are those of the next place, where each place has the next picture. */
function axisThatFollows(before: ModelOutput, turned: ModelOutput, batch: number): number | undefined {
  const axes = [...before.shape.keys()].filter((axis) => {
    if (before.shape[axis] !== batch) return false;
    const [parts, moved] = [partsAlong(before, axis), partsAlong(turned, axis)];
    return moved.every((part, at) => !haveDifference(part, parts[(at + 1) % batch]!));
  });
  return axes.length === 1 ? axes[0] : undefined;
}

/** The axis of the pictures in an output for copies of one picture, and for that one beside others. */
function batchAxis(ofCopies: ModelOutput, ofDifferent: ModelOutput, batch: number): number | undefined {
  const tried = [...ofCopies.shape.keys()]
    .filter((axis) => ofCopies.shape[axis] === batch)
    .map((axis) => {
      const [copies, different] = [partsAlong(ofCopies, axis), partsAlong(ofDifferent, axis)];
      const [stays, ...others] = copies.map((part, at) => !haveDifference(part, different[at]!));
      const [first, ...rest] = copies;
      return {
        axis,
        stays,
        moves: others.every((same) => !same),
        still: others.every((same) => same),
        equal: rest.every((part) => !haveDifference(part, first!)),
      };
    });
  const found =
    tried.find(({ stays, moves }) => stays && moves) ??
    tried.find(({ equal }) => equal) ??
    // Where nothing moves and parts of copies differ, it is a constant.
    tried.find(({ stays, still }) => stays && !still);
  return found?.axis;
}

/** An output in as many parts as an axis is long. */
function partsAlong(output: ModelOutput, axis: number): Float32Array[] {
  const { data } = axisFirst(output, axis);
  const count = output.shape[axis]!;
  const length = data.length / count;
  return Array.from({ length: count }, (_, at) => data.subarray(at * length, (at + 1) * length));
}
