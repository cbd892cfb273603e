import type * as onnxruntime from 'onnxruntime-node';
import { quoted } from '../../core/error.ts';
import type { RuntimeSettings } from '../../core/files.ts';
import { valueCount } from '../../core/tensor.ts';
import { holdsClassNumbers, makerOf } from '../class_numbers.ts';
import { constantValues, type SplitInputs, splitInputs } from '../constants.ts';
import { modelMistake } from '../mistake.ts';
import type { Layout, Model, ModelInput, ModelOutput } from '../model.ts';
import type { ModelToOpen } from '../model_to_open.ts';
import { type OnnxRuntime, onnxPackage } from '../packages.ts';
import { reasonOf } from '../reason.ts';
import { fromFloat32, toFloat32, type Values } from '../values.ts';
import { type AskedSession, askedValues, startAsked } from './asked_values.ts';
import { onnxInputLayout } from './axes.ts';
import { withoutCalls } from './calls.ts';
import { type OnnxGraph, readOnnx } from './file.ts';
import { externalFiles, folderOf, inMemory, nameIn, onnxWithoutWeights } from './files.ts';
import { requireSmallBodies, requireSmallConstants, requireSmallShapes } from './growth.ts';
import { knownLengths, shapesAfter } from './inferred.ts';
import type { SessionSource } from './session.ts';
import { inferShapes } from './shapes.ts';

/** The name that the runtime gives to a model's own weights where they are in memory. */
const WEIGHTS_FILE = 'weights of the model';

/** A model that ONNX Runtime has loaded, with the inputs that it takes and the values that are asked of it. */
type OnnxSession = AskedSession & SplitInputs<ModelInput> & { source: SessionSource };

/**
 * Makes a model of an ONNX file. ONNX Runtime computes it, on every backend; by default on the CPU, in one thread.
 *
 * @throws UserError (run)
 */
export async function onnxModel(given: Omit<ModelToOpen, 'replacements'>): Promise<Model> {
  const { path, place, settings = {} } = given;
  const own = place === undefined ? WEIGHTS_FILE : nameIn(place);
  const small =
    place === undefined ? await onnxWithoutWeights(inMemory(given.bytes), own, path) : given.bytes;
  const graph = readOnnx(small, path, own);
  const asked = askedValues(graph, given);
  const flat = withoutCalls(small, path);
  const whole = flat === small ? graph : readOnnx(flat, path, own);
  requireSmallConstants(path, whole, asked.all);
  const runtime = await onnxPackage(path);
  const files = await externalFiles(given, graph);
  const inRam = files.flatMap(({ path, data }) => (data ? [{ path, data }] : []));
  const external = place === undefined ? [...inRam, { path: own, data: given.bytes }] : inRam;
  const { opset } = graph;
  const source = { path, runtime, folder: place && folderOf(place), external, settings, opset };
  const requireShapes = (bytes: Uint8Array, of: OnnxGraph, wanted: readonly string[]) =>
    requireSmallShapes(path, of, wanted, (places, names) => shapesAfter(source, bytes, places, names));
  await requireShapes(flat, whole, asked.all);
  await requireSmallBodies(path, flat, whole, asked.all, requireShapes);
  const started = await startAsked(source, small, graph, asked, given.looking);
  const { session, wanted, names } = started;
  try {
    const inputs = session.inputMetadata.map((one) => inputOf(one, path, graph.unshaped));
    const split = splitInputs(path, inputs, given.constants, given.looking);
    const inferred = inferShapes(source, small, graph, split.input);
    return {
      path,
      about: aboutOnnx(graph, files),
      runtime: runtimeName(settings),
      runtimeVersion: runtime.env.versions.common,
      layout: layoutOfInput(graph, split.input),
      input: split.input,
      others: split.others,
      outputs: wanted,
      outputTypes: names.map((name) => outputType(session, name)),
      classNumbers: wanted.map((name) => holdsClassNumbers(graph.nodes, name)),
      makers: wanted.map((name) => makerOf(graph.nodes, name)?.operation),
      toBeNamed: wanted.length < asked.all.length || !asked.all.includes(wanted[0]!),
      // The runtime does not say. VGG16 takes two maps of 64 channels, each of the picture's size.
      bytes: ([, ...rest]) => (4 * 2 * 64 * valueCount(rest)) / Math.min(...rest),
      values: inferred.namedValues,
      openAxes: (shape) => inferred.openAxes(shape, wanted),
      shapesOfValues: inferred.shapesOfValues,
      saidLayouts: inferred.saidLayouts,
      requireRoom: (shape) => inferred.requireRoom(shape, wanted),
      mixesPictures: (shape) => inferred.mixesPictures(shape, wanted),
      run: (x, shape) => runSession({ ...started, ...split, source }, x, shape),
      dispose: () => void session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** What a file says of itself. @param files its weights beside it */
function aboutOnnx(
  { opset, irVersion, producer, weightBytes }: OnnxGraph,
  files: readonly { size: number }[],
): Model['about'] {
  return {
    format: 'ONNX',
    details: [
      ...(opset === undefined ? [] : [`opset ${opset}`]),
      ...(irVersion === undefined ? [] : [`IR version ${irVersion}`]),
      ...(producer ? [`written by ${producer}`] : []),
    ],
    weightBytes: weightBytes + files.reduce((sum, { size }) => sum + size, 0),
  };
}

/** The usual layout, unless the input leaves open which axis is that of channels, and the graph says it. */
function layoutOfInput(graph: OnnxGraph, { name, shape }: ModelInput): Layout {
  const isOpen = shape.length === 4 && shape[1] === null && shape[3] === null;
  return (isOpen ? onnxInputLayout(graph, name) : undefined) ?? 'NCHW';
}

function outputType({ outputMetadata }: onnxruntime.InferenceSession, name: string): string | undefined {
  const found = outputMetadata.find((one) => one.name === name);
  return found?.isTensor ? found.type : undefined;
}

/** The runtime, and how it computes where that is not the default. */
function runtimeName({ threads = 1, providers }: RuntimeSettings): string {
  const how = [
    ...(providers ? [`providers ${providers.join(', ')}`] : []),
    ...(threads === 1 ? [] : [`${threads} threads`]),
  ];
  return how.length === 0 ? 'onnxruntime-node' : `onnxruntime-node (${how.join('; ')})`;
}

/** @param unshaped the names of inputs that the file says no shape of; they may be pictures of any size */
function inputOf(
  metadata: onnxruntime.InferenceSession.ValueMetadata,
  path: string,
  unshaped: ReadonlySet<string>,
): ModelInput {
  if (!metadata.isTensor)
    throw modelMistake(
      path,
      `takes an input ${metadata.name} that is a list, or may be left out; export it with a tensor there`,
    );
  const { name, type, shape } = metadata;
  if (unshaped.has(name)) return { name, type, shape: [null, null, null, null] };
  return {
    name,
    type,
    shape: knownLengths(shape).map((length) => (typeof length === 'number' && length > 0 ? length : null)),
  };
}

function tensorOf(
  { Tensor }: OnnxRuntime,
  path: string,
  values: Float32Array,
  shape: readonly number[],
  { name, type }: ModelInput,
): onnxruntime.Tensor {
  const data = fromFloat32(values, type);
  if (!data)
    throw modelMistake(
      path,
      `takes values of the type ${type} at its input ${name}, which is not supported; export it without that input, or with numbers there`,
    );
  return new Tensor(type as 'float32', data as Float32Array, shape);
}

/** The outputs for pictures, in the order asked for. @throws UserError (run) */
async function runSession(
  { source, session, names, wanted, input, others, constants }: OnnxSession,
  x: Float32Array,
  shape: readonly number[],
): Promise<ModelOutput[]> {
  const { path, runtime } = source;
  const given = others.map((one) => {
    const constant = constantValues(path, one.name, constants[one.name]!, one.shape, shape[0]!);
    return [one.name, tensorOf(runtime, path, constant.values, constant.shape, one)] as const;
  });
  // An input may be called __proto__, which an assignment would not add.
  const feeds = Object.fromEntries([[input.name, tensorOf(runtime, path, x, shape, input)], ...given]);
  const results = await session.run(feeds, [...new Set(names)]).catch((cause: unknown) => {
    throw modelMistake(path, `cannot be run for inputs of ${shape.join('×')}: ${failureOf(cause)}`, cause);
  });
  return wanted.map((name, i) => onnxOutput(results[names[i]!]!, name, path));
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

/** The runtime's message about a node that failed, without places in its own code. */
function failureOf(cause: unknown): string {
  const failed = /while running (\S+) node\. Name:'([^']*)' Status Message: (?:\S+:\d+ \S+ )?(.*)/;
  const [, operation, node, message] = failed.exec(String(cause)) ?? [];
  return message === undefined ? reasonOf(cause) : `${node || operation}: ${reasonOf(message)}`;
}
