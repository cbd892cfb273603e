import type { GraphModel } from '@tensorflow/tfjs-converter';
import { quoted } from '../core/error.ts';
import type { Tensor } from '../core/tensor.ts';
import { modelMistake, unknownInModel } from './mistake.ts';
import type { Model } from './model.ts';
import type { ModelJson } from './model_json.ts';
import { type Converter, converterPackage } from './packages.ts';
import { reasonOf } from './reason.ts';
import type { WeightGroup } from './weights.ts';

/**
 * Makes a model of a graph of TensorFlow operations (`graph-model`).
 *
 * @param outputs names of nodes, `name:1` for the second result of one; none: the graph's own outputs
 * @throws UserError (run)
 */
export async function graphModel(
  path: string,
  { topology, rest }: ModelJson,
  groups: readonly WeightGroup[],
  outputs: readonly string[],
): Promise<Model> {
  const converter = await converterPackage();
  const nodes = nodesOf(topology, path);
  for (const name of outputs)
    if (!nodes.includes(name.replace(/:\d+$/, ''))) throw unknownInModel(path, 'node', name, nodes);
  const artifacts = {
    ...rest,
    modelTopology: { versions: { producer: '', minConsumer: '' }, ...topology },
    weightSpecs: groups.flatMap(({ weights }) => weights),
    weightData: groups.map(({ bytes }) => wholeBuffer(bytes)),
  };
  const graph = load(converter, artifacts, path);
  try {
    const [input, ...others] = graph.inputs;
    if (!input || others.length > 0)
      throw modelMistake(path, `takes ${graph.inputs.length} inputs; expected one`);
    const shape = (input.shape ?? [-1, -1, -1, -1]).map((length) => (length > 0 ? length : null));
    if (shape.length !== 4) {
      throw modelMistake(
        path,
        `takes inputs of ${shape.length} axes; expected pictures, [n, height, width, channels]`,
      );
    }
    const wanted = outputs.length > 0 ? outputs : graph.outputs.map(({ name }) => name);
    return {
      path,
      layout: 'NHWC',
      input: { dtype: input.dtype === 'int32' ? 'int32' : 'float32', shape },
      outputs: wanted,
      run: runner(graph, input.name, wanted, path),
      dispose: () => graph.dispose(),
    };
  } catch (error) {
    graph.dispose();
    throw error;
  }
}

function load(converter: Converter, artifacts: object, path: string): GraphModel {
  try {
    return converter.loadGraphModelSync({ load: () => artifacts as never }) as GraphModel;
  } catch (cause) {
    throw modelMistake(path, `cannot be loaded: ${reasonOf(cause)}`, cause);
  }
}

/** Graphs with conditions and loops have to be run with `executeAsync`. The first run shows whether this one has any. */
function runner(graph: GraphModel, input: string, outputs: readonly string[], path: string): Model['run'] {
  let dynamic = false;
  return async (tf, x) => {
    try {
      if (!dynamic) {
        try {
          return owned(
            tf.tidy(() => graph.execute({ [input]: x }, [...outputs])),
            outputs,
          );
        } catch (error) {
          if (!(error instanceof Error && error.message.includes('executeAsync'))) throw error;
          dynamic = true;
        }
      }
      return owned(await graph.executeAsync({ [input]: x }, [...outputs]), outputs);
    } catch (cause) {
      const unknown = /^Unknown op '([^']+)'/.exec(cause instanceof Error ? cause.message : '');
      if (unknown)
        throw modelMistake(
          path,
          `uses the operation ${quoted(unknown[1]!)}, which TensorFlow.js does not know`,
          cause,
        );
      throw modelMistake(path, `cannot be run: ${reasonOf(cause)}`, cause);
    }
  };
}

/** One tensor per output; an output that is asked for twice is copied. @throws Error if a node gives none */
function owned(given: Tensor | Tensor[], outputs: readonly string[]): Tensor[] {
  const all = Array.isArray(given) ? given : [given];
  const none = outputs.find((_, i) => !all[i]);
  if (none !== undefined) throw new Error(`the node ${none} gives nothing`);
  return all.map((tensor, i) => (all.indexOf(tensor) === i ? tensor : tensor.clone()));
}

function nodesOf({ node }: ModelJson['topology'], path: string): string[] {
  return (node as unknown[]).map((one) => {
    const { name, op } = (one ?? {}) as { name?: unknown; op?: unknown };
    if (typeof name !== 'string' || typeof op !== 'string')
      throw modelMistake(path, 'has a node without a name or an operation');
    return name;
  });
}

/** The bytes as a buffer that holds nothing else; a copy only where theirs does. */
function wholeBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  return buffer as ArrayBuffer;
}
