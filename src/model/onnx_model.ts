import type * as onnxruntime from 'onnxruntime-node';
import { quoted } from '../core/error.ts';
import type { RuntimeSettings } from '../core/files.ts';
import { constantValues, pictureInput } from './constants.ts';
import { modelMistake, randomOperation, unknownInModel } from './mistake.ts';
import type { Model, ModelOutput, NamedValue, OpenLengths } from './model.ts';
import type { ModelToOpen } from './model_to_open.ts';
import {
  ELEMENTS,
  type OnnxGraph,
  readOnnx,
  WINDOWS,
  withFloat32,
  withInputShape,
  withOutputs,
} from './onnx_file.ts';
import { externalFiles, folderOf, inMemory, nameIn, onnxWithoutWeights } from './onnx_files.ts';
import { type SessionSource, startSession } from './onnx_session.ts';
import { type OnnxRuntime, onnxPackage } from './packages.ts';
import { reasonOf } from './reason.ts';
import { fromFloat32, toFloat32, type Values } from './values.ts';

/** Operations whose results differ from run to run, also where they have a seed: it holds for a session, not a run. */
const RANDOM = [
  'RandomNormal',
  'RandomUniform',
  'RandomNormalLike',
  'RandomUniformLike',
  'Multinomial',
  'Bernoulli',
];

/** Operations whose results have as many rows as the values of their inputs decide. */
const DATA_DEPENDENT = ['NonMaxSuppression', 'NonZero', 'Compress', 'Unique', 'Loop'];

/** The name that the runtime gives to a model's own weights where they are in memory. */
const WEIGHTS_FILE = 'weights of the model';

/** An input that is a tensor of known type. */
interface Input {
  name: string;
  type: string;
  shape: OpenLengths;
}

/**
 * Makes a model of an ONNX file. ONNX Runtime computes it, on every backend; by default on the CPU, in one thread.
 *
 * @throws UserError (run)
 */
export async function onnxModel(given: Omit<ModelToOpen, 'replacements'>): Promise<Model> {
  const { path, place, outputs, constants, settings = {} } = given;
  const own = place === undefined ? WEIGHTS_FILE : nameIn(place);
  const small =
    place === undefined ? await onnxWithoutWeights(inMemory(given.bytes), own, path) : given.bytes;
  const graph = readOnnx(small, path, own);
  const stated = graph.outputs.map(({ name }) => name);
  const known = [...graph.nodes.flatMap((node) => node.outputs), ...stated];
  for (const name of outputs) if (!known.includes(name)) throw unknownInModel(path, 'value', name, known);
  const random = RANDOM.find((operation) => graph.operations.has(operation));
  if (random) throw randomOperation(path, random);
  const runtime = await onnxPackage(path);
  const files = await externalFiles(given, graph);
  const inRam = files.flatMap(({ path, data }) => (data ? [{ path, data }] : []));
  const external = place === undefined ? [...inRam, { path: own, data: given.bytes }] : inRam;
  const source = { path, runtime, folder: place && folderOf(place), external, settings };
  const wanted = outputs.length > 0 ? outputs : stated;
  if (wanted.length === 0) throw modelMistake(path, 'has no outputs');
  const { model, names } = withWanted(small, graph, wanted);
  const session = await startSession(source, model);
  try {
    const inputs = session.inputMetadata.map((one) => inputOf(one, path));
    const input = pictureInput(path, inputs, constants);
    const others = inputs.filter((one) => one !== input);
    return {
      path,
      about: {
        format: 'ONNX',
        details: [
          ...(graph.opset === undefined ? [] : [`opset ${graph.opset}`]),
          ...(graph.irVersion === undefined ? [] : [`IR version ${graph.irVersion}`]),
          ...(graph.producer ? [`written by ${graph.producer}`] : []),
        ],
        weightBytes: graph.weightBytes + files.reduce((sum, { size }) => sum + size, 0),
      },
      runtime: runtimeName(settings),
      layout: 'NCHW',
      input,
      outputs: wanted,
      // The runtime does not say. VGG16 takes two maps of 64 channels, each of the picture's size.
      bytes: ([, ...rest]) =>
        (4 * 2 * 64 * rest.reduce((all, length) => all * length, 1)) / Math.min(...rest),
      values: (shape) => namedValues(source, small, graph, input, shape),
      openAxes: (shape) => openAxes(source, small, graph, input, shape, wanted),
      requireRoom: (shape) => requireRoom(source, small, graph, input, shape),
      async run(x, shape) {
        const feeds: Record<string, onnxruntime.Tensor> = {
          [input.name]: tensorOf(runtime, path, x, shape, input),
        };
        for (const one of others) {
          const constant = constantValues(path, one.name, constants[one.name]!, one.shape, shape[0]!);
          feeds[one.name] = tensorOf(runtime, path, constant.values, constant.shape, one);
        }
        const results = await runSession(session, feeds, names, path, shape);
        return wanted.map((name, i) => onnxOutput(results[names[i]!]!, name, path));
      },
      dispose: () => void session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** The runtime, and how it computes where that is not the default. */
function runtimeName({ threads = 1, providers }: RuntimeSettings): string {
  const how = [
    ...(providers ? [`providers ${providers.join(', ')}`] : []),
    ...(threads === 1 ? [] : [`${threads} threads`]),
  ];
  return how.length === 0 ? 'onnxruntime-node' : `onnxruntime-node (${how.join('; ')})`;
}

/** The model with all that is wanted among its outputs. JavaScript has no bfloat16, so such outputs become float32. */
function withWanted(
  bytes: Uint8Array,
  { outputs }: OnnxGraph,
  wanted: readonly string[],
): { model: Uint8Array; names: string[] } {
  const own = outputs.map(({ name }) => name);
  const inner = [...new Set(wanted)].filter((name) => !own.includes(name));
  let model = withOutputs(bytes, inner);
  const converted = new Map<string, string>();
  for (const { name, type } of outputs) {
    if (type !== ELEMENTS.bfloat16 || !wanted.includes(name)) continue;
    converted.set(name, `${name}/float32`);
    model = withFloat32(model, name, `${name}/float32`);
  }
  return { model, names: wanted.map((name) => converted.get(name) ?? name) };
}

function inputOf(metadata: onnxruntime.InferenceSession.ValueMetadata, path: string): Input {
  if (!metadata.isTensor) throw modelMistake(path, `takes an input ${metadata.name} that is no tensor`);
  const { name, type, shape } = metadata;
  return {
    name,
    type,
    shape: shape.map((length) => (typeof length === 'number' && length > 0 ? length : null)),
  };
}

function tensorOf(
  { Tensor }: OnnxRuntime,
  path: string,
  values: Float32Array,
  shape: readonly number[],
  { name, type }: Input,
): onnxruntime.Tensor {
  const data = fromFloat32(values, type);
  if (!data)
    throw modelMistake(path, `takes values of the type ${type} at its input ${name}, which is not supported`);
  return new Tensor(type as 'float32', data as Float32Array, shape);
}

async function runSession(
  session: onnxruntime.InferenceSession,
  feeds: Record<string, onnxruntime.Tensor>,
  names: readonly string[],
  path: string,
  shape: readonly number[],
) {
  try {
    return await session.run(feeds, [...new Set(names)]);
  } catch (cause) {
    throw modelMistake(path, `cannot be run for inputs of ${shape.join('×')}: ${failureOf(cause)}`, cause);
  }
}

function onnxOutput(result: onnxruntime.OnnxValue, name: string, path: string): ModelOutput {
  const { data, dims, type } = result as onnxruntime.Tensor;
  const values = type === 'string' ? undefined : toFloat32(data as Values, type);
  if (!values)
    throw modelMistake(
      path,
      `has values of the type ${type} in its output ${quoted(name)}; expected numbers`,
    );
  return { data: values, shape: dims };
}

/** An empty window ends the whole process, so the shapes that the runtime infers are checked first. */
async function requireRoom(
  source: SessionSource,
  bytes: Uint8Array,
  { nodes, outputs }: OnnxGraph,
  { name, type }: Input,
  shape: readonly number[],
): Promise<void> {
  const windows = nodes
    .filter(({ operation }) => WINDOWS.includes(operation))
    .flatMap((node) => node.outputs.slice(0, 1));
  if (windows.length === 0) return;
  const inferred = await inferredShapes(source, bytes, outputs, { name, type }, shape, windows);
  const empty = windows.find((window) => inferred.get(window)?.some((n) => typeof n === 'number' && n <= 0));
  if (empty !== undefined)
    throw modelMistake(
      source.path,
      `has nothing left at ${empty} for inputs of ${shape.join('×')}; the pictures are too small`,
    );
}

async function namedValues(
  source: SessionSource,
  bytes: Uint8Array,
  { nodes, outputs }: OnnxGraph,
  input: Input,
  shape: readonly number[],
): Promise<NamedValue[]> {
  const known = nodes.flatMap((node) => node.outputs.map((name) => ({ name, operator: node.operation })));
  const inferred = await inferredShapes(
    source,
    bytes,
    outputs,
    input,
    shape,
    known.map(({ name }) => name),
  );
  return known.map(({ name, operator }) => {
    const lengths = inferred.get(name);
    const whole = lengths?.every((length) => typeof length === 'number') ? (lengths as number[]) : undefined;
    return { name, operator, shape: whole };
  });
}

/** The first axis of each output whose length the shape of the pictures does not settle, if the values may decide it. */
async function openAxes(
  source: SessionSource,
  bytes: Uint8Array,
  { operations, outputs }: OnnxGraph,
  input: Input,
  shape: readonly number[],
  wanted: readonly string[],
): Promise<(number | undefined)[]> {
  if (!DATA_DEPENDENT.some((operation) => operations.has(operation))) return wanted.map(() => undefined);
  const inferred = await inferredShapes(source, bytes, outputs, input, shape, wanted);
  return wanted.map((name) => {
    const axis = inferred.get(name)?.findIndex((length) => typeof length !== 'number' || length < 0) ?? -1;
    return axis < 0 ? undefined : axis;
  });
}

/** The shapes of values as the runtime infers them for inputs of a shape, without running the model. */
async function inferredShapes(
  source: SessionSource,
  bytes: Uint8Array,
  outputs: OnnxGraph['outputs'],
  { name, type }: Pick<Input, 'name' | 'type'>,
  shape: readonly number[],
  wanted: readonly string[],
): Promise<Map<string, readonly (number | string)[]>> {
  const own = outputs.map((one) => one.name);
  const element = ELEMENTS[type as keyof typeof ELEMENTS];
  if (element === undefined) return new Map();
  const inferring = withOutputs(
    withInputShape(bytes, name, element, shape),
    [...new Set(wanted)].filter((one) => !own.includes(one)),
  );
  // A model that contradicts itself for this shape fails when it is run, with a better message.
  const session = await startSession(source, inferring, { forShapes: true }).catch(() => undefined);
  if (!session) return new Map();
  try {
    return new Map(session.outputMetadata.map((one) => [one.name, one.isTensor ? one.shape : []]));
  } finally {
    await session.release();
  }
}

/** The runtime's message about a node that failed, without places in its own code. */
function failureOf(cause: unknown): string {
  const [, node, message] = /Name:'([^']*)' Status Message: (?:\S+:\d+ \S+ )?(.*)/.exec(String(cause)) ?? [];
  return message === undefined ? reasonOf(cause) : `${node}: ${reasonOf(message)}`;
}
