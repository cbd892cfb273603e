import type { GraphModel } from '@tensorflow/tfjs-converter';
import { quoted } from '../../core/error.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import { modelMistake } from '../mistake.ts';
import { reasonOf, saysNothing } from '../reason.ts';

/** Graphs with conditions and loops have to be run with `executeAsync`. The first run shows whether this one has any. */
export function executor(graph: GraphModel, outputs: readonly string[], path: string) {
  let dynamic = false;
  return async (tf: TensorFlow, inputs: Record<string, Tensor>): Promise<Tensor[]> => {
    try {
      if (!dynamic) {
        try {
          return owned(
            tf.tidy(() => graph.execute(inputs, [...outputs])),
            outputs,
          );
        } catch (error) {
          if (!(error instanceof Error && error.message.includes('executeAsync'))) throw error;
          dynamic = true;
        }
      }
      return owned(await graph.executeAsync(inputs, [...outputs]), outputs);
    } catch (cause) {
      const unknown = /^Unknown op '([^']+)'/.exec(cause instanceof Error ? cause.message : '');
      if (unknown)
        throw modelMistake(
          path,
          `uses the operation ${quoted(unknown[1]!)}, which TensorFlow.js does not know; export the model as ONNX`,
          cause,
        );
      const reason = reasonOf(cause);
      if (/^Cannot compute the outputs /.test(reason))
        throw modelMistake(
          path,
          'has a loop that TensorFlow.js does not end; export the model with unroll: true in its recurrent layers, as a Layers model, or as ONNX',
          cause,
        );
      // An operation that the active backend does not have, or not for whole numbers.
      const lacks = /not yet supported|not registered/i.test(reason);
      const others = ['cpu', 'wasm', 'tensorflow'].filter((name) => name !== tf.getBackend());
      const remedy = lacks
        ? `; the backend ${others.join(' or ')} may have it, or export the model as ONNX`
        : '';
      throw modelMistake(path, `cannot be run: ${reason}${remedy}`, cause);
    }
  };
}

/** The shapes of the first results of nodes; undefined for one that gives none, and for all where they cannot be run. @throws what says nothing of the model, as a lack of memory */
export async function shapesOfNodes(
  tf: TensorFlow,
  graph: GraphModel,
  inputs: Record<string, Tensor>,
  names: readonly string[],
): Promise<(number[] | undefined)[]> {
  const run = async (): Promise<Tensor | Tensor[]> => {
    try {
      return tf.tidy(() => graph.execute(inputs, [...names]));
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('executeAsync'))) throw error;
      return graph.executeAsync(inputs, [...names]);
    }
  };
  try {
    const found = [await run()].flat();
    const shapes = found.map((tensor) => tensor?.shape);
    tf.dispose(found.filter(Boolean));
    return shapes;
  } catch (error) {
    if (saysNothing(error)) throw error;
    return names.map(() => undefined);
  }
}

/** One tensor per output; an output that is asked for twice is copied. @throws Error if a node gives none */
function owned(given: Tensor | Tensor[], outputs: readonly string[]): Tensor[] {
  const all = Array.isArray(given) ? given : [given];
  const none = outputs.find((_, i) => !all[i]);
  if (none !== undefined) throw new Error(`the node ${none} gives nothing`);
  return all.map((tensor, i) => (all.indexOf(tensor) === i ? tensor : tensor.clone()));
}
