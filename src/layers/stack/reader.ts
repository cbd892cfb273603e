import type { Mistake } from '../../core/mistake.ts';
import { valueCount } from '../../core/tensor.ts';
import { OutputProblem } from '../detection/outputs.ts';
import type { AnyLayerKind, NamedOutput, OutputReader } from '../kind.ts';
import type { Layer, Step } from './step.ts';

/**
 * Puts a layer that reads outputs of a model behind that model. The two become one layer with several outputs, of which
 * the reader's is the last. So nothing else has to know that a layer may have several inputs.
 *
 * @param steps of the stack so far
 * @returns the steps from the first one of the model on; or why the layer cannot stand here
 */
export function withReader(
  steps: readonly Step[],
  reader: Layer,
): { from: number; steps: Step[] } | { mistake: Mistake; option?: string | undefined } {
  const last = steps.at(-1)!;
  const model = last.layer;
  const outputs = model?.kind.allOutputs?.(model.options, model.loaded);
  if (!outputs)
    return {
      mistake: {
        problem: 'must come directly after a model, whose outputs it reads',
        remedy: 'write { type: model, path: model.onnx } before it',
      },
    };
  const from = last.index - (last.part?.index ?? 0);
  const { shape, stride } = steps[from - 1]!;
  if (!stride) return { mistake: { problem: 'reads positions, which the input of its model does not have' } };
  let read: OutputReader;
  try {
    read = reader.kind.reads!(reader.options, outputs, { picture: [shape[0], shape[1]], stride });
  } catch (error) {
    if (!(error instanceof OutputProblem)) throw error;
    return { mistake: error.mistake, option: error.option };
  }
  const layer = { ...model!, kind: readingKind(model!.kind, outputs, read) };
  const before = steps.slice(from);
  const of = before.length + 1;
  const parts = before.map((step, index) => {
    const hidden = step.hidden ?? step.part === undefined;
    return { ...step, layer, part: { index, of }, ...(hidden && { hidden }) };
  });
  const { depth } = last;
  const { detects } = read;
  const own: Step = {
    ...{ index: last.index + 1, name: reader.name, layer, depth, shape: read.shape },
    ...{ part: { index: of - 1, of }, detects, classNumbers: true },
  };
  return { from, steps: [...parts, own] };
}

/** The model with one more output. */
function readingKind(
  kind: AnyLayerKind,
  outputs: readonly NamedOutput[],
  { shape: own, read }: OutputReader,
): AnyLayerKind {
  const sizes = outputs.map(({ shape }) => valueCount(shape));
  return {
    ...kind,
    async compute(batch, shape, prepared, backend, yieldNow) {
      const found = await kind.compute!(batch, shape, prepared, backend, yieldNow);
      const pictures = batch.length / valueCount(shape);
      const size = valueCount(own);
      const made = new Float32Array(pictures * size);
      for (let i = 0; i < pictures; i++) {
        const values = sizes.map((length, o) => found[o]!.subarray(i * length, (i + 1) * length));
        made.set(read(values), i * size);
      }
      return [...found, made];
    },
  };
}
