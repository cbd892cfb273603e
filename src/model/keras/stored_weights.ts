import { quoted } from '../../core/error.ts';
import { type Tensor, type TensorFlow, valueCount } from '../../core/tensor.ts';
import type { WeightSpec } from '../model_json.ts';
import { bytesOfWeight, type WeightGroup } from '../weights.ts';

/** A weight as its file has it. */
interface StoredWeight {
  spec: WeightSpec;
  bytes: Uint8Array;
}

/** The weights of a file, by the layers that they belong to. */
export interface StoredWeights {
  /**
   * A weight of a layer.
   *
   * @param path of the layer, from the outermost model on
   * @param name `kernel`
   * @param shape what it must have
   * @throws Error with a phrase that follows the model's name
   */
  take(path: readonly string[], name: string, shape: readonly number[]): (tf: TensorFlow) => Tensor;
  /** Names of weights that no layer took. */
  left(): string[];
}

/** Keras 3 calls some weights by other names, and those without a name `variable`, `variable_1`, … */
const ALSO: Record<string, string> = { depthwise_kernel: 'kernel', gamma: 'variable' };
const UNNAMED = /^variable_\d+$/;

/** The weights of all groups of a model, to be taken by the layers one by one. */
export function storedWeights(groups: readonly WeightGroup[]): StoredWeights {
  const stored = groups.flatMap(separate);
  const byLastName = new Map<string, StoredWeight[]>();
  for (const one of stored) {
    const last = one.spec.name.split('/').at(-1)!.replace(UNNAMED, 'variable');
    byLastName.set(last, [...(byLastName.get(last) ?? []), one]);
  }
  const taken = new Set<StoredWeight>();
  return {
    take(path, name, shape) {
      const [last, ...prefix] = name.split('/').reverse() as [string, ...string[]];
      const all = [...path, ...prefix.reverse()];
      const found =
        bestOf(byLastName.get(last) ?? [], all) ?? bestOf(byLastName.get(ALSO[last] ?? '') ?? [], all);
      if (!found) throw new Error(`has no weight ${quoted(name)} of the layer ${quoted(path.at(-1)!)}`);
      const { spec } = found;
      if (spec.shape.join() !== shape.join()) {
        const wanted = `the layer ${quoted(path.at(-1)!)} wants ${shape.join('×')}`;
        throw new Error(
          `has the weight ${spec.name} of ${spec.shape.join('×') || 'one value'}, and ${wanted}`,
        );
      }
      taken.add(found);
      return (tf) => decoded(tf, found);
    },
    left: () => stored.filter((one) => !taken.has(one)).map(({ spec }) => spec.name),
  };
}

/**
 * The weight whose name has the most of a layer's path, and the least beside it. Names have the layer's own name as
 * written, or with a cell or a direction of time (`bidirectional/forward_lstm/lstm_cell_1/kernel`).
 */
function bestOf(candidates: readonly StoredWeight[], path: readonly string[]): StoredWeight | undefined {
  const scores = candidates.map(({ spec }) => {
    const parts = spec.name.split('/').slice(0, -1);
    return { countCommon: common(parts, path), extra: parts.length };
  });
  let best: number | undefined;
  for (const [i, { countCommon: common, extra }] of scores.entries()) {
    if (common === 0) continue;
    const than = best === undefined ? undefined : scores[best]!;
    if (!than || common > than.countCommon || (common === than.countCommon && extra < than.extra)) best = i;
  }
  return best === undefined ? undefined : candidates[best];
}

/** How many of the path's names are among the parts, from the layer's own name on; 0 if its own is not. */
function common(parts: readonly string[], path: readonly string[]): number {
  let at = parts.length;
  let count = 0;
  for (const [i, name] of [...path].reverse().entries()) {
    const direction = name === 'forward' || name === 'backward';
    const found = parts.findLastIndex(
      (part, j) => j < at && (part === name || (direction && part.startsWith(`${name}_`))),
    );
    if (found < 0) {
      if (i === 0) return 0;
      continue;
    }
    at = found;
    count++;
  }
  return count;
}

function separate({ weights, bytes }: WeightGroup): StoredWeight[] {
  let at = 0;
  return weights.map((spec) => {
    const from = at;
    const length = bytesOfWeight(spec);
    if (length === undefined)
      throw new Error(`has the weight ${spec.name} of the type ${spec.dtype}, which is not supported`);
    at += length;
    return { spec, bytes: bytes.subarray(from, at) };
  });
}

function decoded(tf: TensorFlow, { spec, bytes }: StoredWeight): Tensor {
  const { name, shape, dtype, quantization } = spec;
  if (dtype === 'float32' && !quantization) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    return tf.tensor(new Float32Array(aligned.buffer, aligned.byteOffset, valueCount(spec.shape)), shape);
  }
  // `slice` of Node's Buffer, which a reader of files may give, is no copy.
  const alone = new Uint8Array(bytes).buffer;
  return tf.io.decodeWeights(alone, [spec as never])[name]!;
}
