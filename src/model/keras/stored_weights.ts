import { quoted } from '../../core/error.ts';
import { groupedBy } from '../../core/grouped_by.ts';
import { type Tensor, type TensorFlow, valueCount } from '../../core/tensor.ts';
import type { WeightSpec } from '../model_json.ts';
import { bytesOfWeight, type WeightGroup } from '../weights.ts';

/** A weight as its file has it. */
interface StoredWeight {
  spec: WeightSpec;
  bytes: Uint8Array;
}

/** A weight that a layer wants. */
export interface WantedWeight {
  /** The path of the layer, from the outermost model on. */
  path: readonly string[];
  /** `kernel`; within a layer that holds others `conv2d/kernel`. */
  name: string;
  /** The shape that it must have. */
  shape: readonly number[];
}

/** A length in the shape of a weight that may be any. */
export const ANY = -1;

/** Makes a weight on a backend. */
export type MakeWeight = (tf: TensorFlow) => Tensor;

/** Keras 3 calls some weights by other names, and those without a name `variable`, `variable_1`, … */
const ALSO: Record<string, string> = { depthwise_kernel: 'kernel', gamma: 'variable' };
const UNNAMED = /^variable_\d+$/;

/**
 * Finds the weight of a file that each layer wants: the one whose name has the most of the layer's path, and the least
 * beside it. Keras gives layers within loaded models and wrappers names without what holds them, so several weights can
 * be equally good: these are in the order in which Keras lists weights.
 *
 * @param wanted by all layers, in the order of Keras
 * @returns what makes each of them, and the names of weights that no layer wants
 * @throws Error with a phrase that follows the model's name
 */
export function findWeights(
  groups: readonly WeightGroup[],
  wanted: readonly WantedWeight[],
): { found: MakeWeight[]; left: string[] } {
  const stored = groups.flatMap(separate);
  const byLastName = groupedBy(stored, ({ spec }) =>
    spec.name.split('/').at(-1)!.replace(UNNAMED, 'variable'),
  );
  const candidates = wanted.map((one) => {
    const last = one.name.split('/').at(-1)!;
    const own = bestOf(byLastName.get(last) ?? [], one);
    if (own.length > 0) return own;
    const also = bestOf(byLastName.get(ALSO[last] ?? '') ?? [], one);
    // Keras 2 gives weights that were made outside of a model no layer's name.
    return also.length > 0 ? also : (byLastName.get(last) ?? []).filter(({ spec }) => spec.name === last);
  });
  const places = new Map(stored.map((one, i) => [one, i]));
  const rivals = groupedBy(candidates.keys(), (i) => candidates[i]!.map((one) => places.get(one)).join());
  const considered = new Set(candidates.flat());
  const spare = stored.filter((one) => !considered.has(one)).map(({ spec }) => spec.name);
  const chosen: StoredWeight[] = [];
  for (const indices of rivals.values()) {
    const all = candidates[indices[0]!]!;
    // A layer that two inner models share has one weight.
    if (all.length > 1 && all.length !== indices.length)
      throw new Error(ambiguous(wanted[indices[0]!]!, all));
    for (const [at, i] of indices.entries())
      chosen[i] = withShape(all[all.length > 1 ? at : 0], wanted[i]!, spare);
  }
  const taken = new Set(chosen);
  return {
    found: chosen.map((one) => (tf) => decoded(tf, one)),
    left: stored.filter((one) => !taken.has(one)).map(({ spec }) => spec.name),
  };
}

function ambiguous({ path, name }: WantedWeight, candidates: readonly StoredWeight[]): string {
  const names = [...new Set(candidates.map(({ spec }) => spec.name))].slice(0, 3).join(', ');
  return `has ${candidates.length} weights ${names}, and nothing says which is ${quoted(name)} of the layer ${quoted(path.at(-1)!)}; give every layer a name of its own, and export the model again`;
}

/** @param spare the names of weights that fit no layer */
function withShape(
  found: StoredWeight | undefined,
  { path, name, shape }: WantedWeight,
  spare: readonly string[],
): StoredWeight {
  const layer = `the layer ${quoted(path.at(-1)!)}`;
  if (!found) {
    const again = 'export the model and all of its weights again';
    const odd = spare.find((one) => one.split('/').at(-1) === name);
    const remedy = odd
      ? `rename ${quoted(odd)} to ${quoted(`${path.slice(1).join('/')}/${name}`)}, or ${again}`
      : again;
    throw new Error(
      `has no weight ${quoted(name)} of ${layer}; ${name === 'summary' ? 'adapt it before the model is exported' : remedy}`,
    );
  }
  const { spec } = found;
  if (spec.shape.length === shape.length && shape.every((n, i) => n === ANY || n === spec.shape[i]))
    return found;
  throw new Error(
    `has the weight ${spec.name} of ${spec.shape.join('×') || 'one value'}, and ${layer} wants ${shape.join('×')}`,
  );
}

/** The weights whose names have the most of a layer's path, and of these the ones with the least beside it. */
function bestOf(candidates: readonly StoredWeight[], { path: names, name }: WantedWeight): StoredWeight[] {
  // The name of a layer may have several parts itself: conv1/bn.
  const path = names.flatMap((one) => one.split('/'));
  const inner = name.split('/').slice(0, -1);
  let best: StoredWeight[] = [];
  let [most, least] = [0, 0];
  for (const one of candidates) {
    const parts = one.spec.name.split('/').slice(0, -1);
    const found = common(parts, path, inner);
    if (found === 0 || found < most || (found === most && parts.length > least)) continue;
    if (found > most || parts.length < least) best = [];
    [most, least] = [found, parts.length];
    best.push(one);
  }
  return best;
}

/**
 * How much of a path is among the parts of a name; 0 if the innermost layer's name is not. Keras 2 leaves out the names
 * of layers in others (`time_distributed/kernel`).
 */
function common(parts: readonly string[], path: readonly string[], inner: readonly string[]): number {
  const own = path.at(-1)!;
  const names = [...path, ...inner].reverse();
  let at = parts.length;
  let count = 0;
  for (const [i, name] of names.entries()) {
    const likeness = parts.slice(0, at).map((part) => alike(part, name));
    const most = Math.max(0, ...likeness);
    if (most === 0) {
      if (i === 0 && parts.findLast((part) => !CELL.test(part)) !== own) return 0;
      continue;
    }
    at = likeness.lastIndexOf(most);
    // With one name of two, that of the layer in the network comes before that of a layer in it.
    count += i === inner.length ? most + 0.1 : most;
  }
  return count;
}

/** The cell of a recurrent layer, which Keras writes behind the layer's name, or Keras 2 in its place. */
const CELL = /^(simple_rnn|lstm|gru)_cell(_\d+)?$/;

/** How well a part of a weight's name fits a layer's name. Keras does not write the names of directions alike. */
function alike(part: string, name: string): number {
  if (part === name) return 1;
  const direction = /^(for|back)ward_/.exec(name)?.[0];
  if (!direction) return 0;
  if (direction + part === name) return 0.75;
  return part.startsWith(direction) ? 0.5 : 0;
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
