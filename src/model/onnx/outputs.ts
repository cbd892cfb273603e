import type * as onnxruntime from 'onnxruntime-node';
import { withFloat32, withOutputs } from './changed.ts';
import { ELEMENTS } from './fields.ts';
import type { OnnxGraph } from './file.ts';
import { isOfOddType, type SessionSource, startSession } from './session.ts';

/** The runtime gives results as an object, which cannot have this key. */
const NO_KEY = '__proto__';

/**
 * Starts a model with more of its values among its outputs. Those of a type that JavaScript has no array for, as bfloat16,
 * become float32 under another name; the runtime would not start, and of int4 take the whole process with it.
 *
 * @param wanted values of the graph
 * @param forShapes whether only the shapes of its values are asked for
 * @returns the session, and by which names it knows the values
 * @throws UserError (run) where it cannot be loaded, or a provider is missing
 */
export async function startWithOutputs(
  source: SessionSource,
  bytes: Uint8Array,
  { outputs }: Pick<OnnxGraph, 'outputs'>,
  wanted: readonly string[],
  { forShapes = false } = {},
): Promise<{ session: onnxruntime.InferenceSession; names: string[] }> {
  const own = outputs.map(({ name }) => name);
  const inner = [...new Set(wanted)].filter((name) => !own.includes(name));
  const stated = [
    ...outputs.filter(({ type = 0, name }) => isOdd(type) || name === NO_KEY).map(({ name }) => name),
    ...inner.filter((name) => name === NO_KEY),
  ];
  const start = async (converted: readonly string[]) => {
    const added = inner.filter((name) => !converted.includes(name));
    const model = withFloat32(withOutputs(bytes, added), converted, asFloat32);
    const session = await startSession(source, model, { forShapes });
    return { session, names: wanted.map((name) => (converted.includes(name) ? asFloat32(name) : name)) };
  };
  const started = await start(stated).catch((error: unknown) => {
    // The types of inner values are not known before.
    if (!isOfOddType(error) || inner.length === 0) throw error;
    return start([...new Set([...stated, ...inner])]).catch(() => {
      throw error;
    });
  });
  if (forShapes) return started;
  const odd = started.session.outputMetadata.filter((one) => one.isTensor && /^u?int[24]$/.test(one.type));
  if (odd.length === 0) return started;
  await started.session.release();
  return start([...stated, ...odd.map(({ name }) => name)]);
}

function asFloat32(name: string): string {
  return `${name}/float32`;
}

/** Whether JavaScript has no array for numbers of a type of ONNX. */
function isOdd(type: number): boolean {
  return type >= ELEMENTS.bfloat16;
}
