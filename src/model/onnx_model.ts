import type * as onnxruntime from 'onnxruntime-node';
import { quoted } from '../core/error.ts';
import type { Tensor, TensorFlow } from '../core/tensor.ts';
import { modelMistake, unknownInModel } from './mistake.ts';
import type { Model } from './model.ts';
import { inspectOnnx, type OnnxGraph, withInputShape, withOutputs } from './onnx_file.ts';
import { type OnnxRuntime, onnxPackage } from './packages.ts';
import { reasonOf } from './reason.ts';

/**
 * Makes a model of an ONNX file. It is computed by ONNX Runtime on the CPU, in one thread, whatever the backend is.
 *
 * @param outputs names of outputs or of inner values; none: the model's own outputs
 * @throws UserError (run)
 */
export async function onnxModel(path: string, bytes: Uint8Array, outputs: readonly string[]): Promise<Model> {
  const graph = inspectOnnx(bytes, path);
  const known = [...graph.values, ...graph.outputs];
  for (const name of outputs) if (!known.includes(name)) throw unknownInModel(path, 'value', name, known);
  const runtime = await onnxPackage(path);
  const inner = [...new Set(outputs)].filter((name) => !graph.outputs.includes(name));
  const session = await startSession(runtime, withOutputs(bytes, inner), path);
  const wanted = outputs.length > 0 ? outputs : session.outputNames;
  const input = inputOf(session, path);
  return {
    path,
    runtime: 'onnxruntime-node',
    layout: 'NCHW',
    input: { dtype: 'float32', shape: input.shape },
    outputs: wanted,
    // The runtime does not say. VGG16 takes two maps of 64 channels, each of the picture's size.
    bytes: (shape) =>
      4 *
      2 *
      64 *
      (shape.reduce((product, length) => product * length, 1) / (shape[0]! * Math.min(shape[1]!, shape[3]!))),
    requireRoom: (shape) => requireRoom(runtime, bytes, graph, input.name, path, shape),
    run: (tf, x) => runSession(runtime, session, input.name, wanted, path, tf, x),
    dispose: () => void session.release(),
  };
}

async function runSession(
  { Tensor }: OnnxRuntime,
  session: onnxruntime.InferenceSession,
  input: string,
  wanted: readonly string[],
  path: string,
  tf: TensorFlow,
  x: Tensor,
): Promise<Tensor[]> {
  const data = (await x.data()) as Float32Array;
  let results: onnxruntime.InferenceSession.OnnxValueMapType;
  try {
    results = await session.run({ [input]: new Tensor('float32', data, x.shape) }, [...new Set(wanted)]);
  } catch (cause) {
    throw modelMistake(path, `cannot be run for inputs of ${x.shape.join('×')}: ${failureOf(cause)}`, cause);
  }
  return wanted.map((name) => {
    const { data, dims, type } = results[name]! as onnxruntime.Tensor;
    if (type === 'string')
      throw modelMistake(path, `has texts in its output ${quoted(name)}; expected numbers`);
    return tf.tensor(Float32Array.from(data as Float32Array, Number), [...dims]);
  });
}

function inputOf(
  session: onnxruntime.InferenceSession,
  path: string,
): { name: string; shape: (number | null)[] } {
  const [input, ...others] = session.inputMetadata;
  if (!input || others.length > 0)
    throw modelMistake(path, `takes ${session.inputMetadata.length} inputs; expected one`);
  if (!input.isTensor || input.type !== 'float32') {
    throw modelMistake(
      path,
      `takes inputs of ${input.isTensor ? input.type : 'no tensor'}; expected float32`,
    );
  }
  const shape = input.shape.map((length) => (typeof length === 'number' && length > 0 ? length : null));
  if (shape.length !== 4)
    throw modelMistake(
      path,
      `takes inputs of ${shape.length} axes; expected pictures, [n, channels, height, width]`,
    );
  return { name: input.name, shape };
}

/** An empty window ends the whole process, so the shapes that the runtime infers are checked first. */
async function requireRoom(
  runtime: OnnxRuntime,
  bytes: Uint8Array,
  { windows, outputs }: OnnxGraph,
  input: string,
  path: string,
  shape: readonly number[],
): Promise<void> {
  const inner = windows.filter((name) => !outputs.includes(name));
  const inferring = withOutputs(withInputShape(bytes, input, shape), inner);
  // A model that contradicts itself for this shape fails when it is run, with a better message.
  const session = await startSession(runtime, inferring, path, 'disabled').catch(() => undefined);
  if (!session) return;
  try {
    const empty = session.outputMetadata.find(
      (one) =>
        one.isTensor && windows.includes(one.name) && one.shape.some((n) => typeof n === 'number' && n <= 0),
    );
    if (empty)
      throw modelMistake(
        path,
        `has nothing left at ${empty.name} for inputs of ${shape.join('×')}; the pictures are too small`,
      );
  } finally {
    await session.release();
  }
}

/** The runtime's message about a node that failed, without places in its own code. */
function failureOf(cause: unknown): string {
  const [, node, message] = /Name:'([^']*)' Status Message: (?:\S+:\d+ \S+ )?(.*)/.exec(String(cause)) ?? [];
  return message === undefined ? reasonOf(cause) : `${node}: ${reasonOf(message)}`;
}

async function startSession(
  { InferenceSession }: OnnxRuntime,
  bytes: Uint8Array,
  path: string,
  graphOptimizationLevel: 'all' | 'disabled' = 'all',
) {
  try {
    return await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel,
      // Its messages are in the errors that it throws.
      logSeverityLevel: 4,
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    const unknown = /(?:Fatal error: |No Op registered for )([\w.:]+)/.exec(message);
    if (unknown)
      throw modelMistake(
        path,
        `uses the operation ${quoted(unknown[1]!)}, which ONNX Runtime does not know`,
        cause,
      );
    throw modelMistake(path, `cannot be loaded: ${reasonOf(cause)}`, cause);
  }
}
