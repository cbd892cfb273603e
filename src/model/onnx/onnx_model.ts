import type * as onnxruntime from 'onnxruntime-node';
import { quoted } from '../../core/error.ts';
import type { RuntimeSettings } from '../../core/files.ts';
import { valueCount } from '../../core/tensor.ts';
import { holdsClassNumbers } from '../class_numbers.ts';
import { constantValues, splitInputs } from '../constants.ts';
import { modelMistake, randomOperation, unknownInModel } from '../mistake.ts';
import type { Model, ModelInput, ModelOutput } from '../model.ts';
import type { ModelToOpen } from '../model_to_open.ts';
import { type OnnxRuntime, onnxPackage } from '../packages.ts';
import { reasonOf } from '../reason.ts';
import { fromFloat32, toFloat32, type Values } from '../values.ts';
import { withoutCalls } from './calls.ts';
import { type OnnxGraph, readOnnx } from './file.ts';
import { externalFiles, folderOf, inMemory, nameIn, onnxWithoutWeights } from './files.ts';
import { requireSmallBodies, requireSmallConstants, requireSmallShapes } from './growth.ts';
import { knownLengths, shapesAfter } from './inferred.ts';
import { startWithOutputs } from './outputs.ts';
import { randomValues } from './random.ts';
import { inferShapes } from './shapes.ts';

/** As many values before the outputs are looked at for one that is a number, where no output is. */
const NEAR_THE_END = 16;

/** The name that the runtime gives to a model's own weights where they are in memory. */
const WEIGHTS_FILE = 'weights of the model';

/**
 * Makes a model of an ONNX file. ONNX Runtime computes it, on every backend; by default on the CPU, in one thread.
 *
 * @throws UserError (run)
 */
export async function onnxModel(given: Omit<ModelToOpen, 'replacements'>): Promise<Model> {
  const { path, place, outputs, settings = {} } = given;
  const own = place === undefined ? WEIGHTS_FILE : nameIn(place);
  const small =
    place === undefined ? await onnxWithoutWeights(inMemory(given.bytes), own, path) : given.bytes;
  const graph = readOnnx(small, path, own);
  const stated = graph.outputs.map(({ name }) => name);
  const known = [...graph.nodes.flatMap((node) => node.outputs), ...stated];
  for (const name of outputs) if (!known.includes(name)) throw unknownInModel(path, 'value', name, known);
  const all = outputs.length > 0 ? outputs : stated;
  if (all.length === 0) throw modelMistake(path, 'has no outputs');
  const looking = given.looking === true;
  const random = randomValues(graph);
  const calm = known.filter((name) => !random.has(name));
  const inner = calm.filter((name) => !stated.includes(name)).slice(-NEAR_THE_END);
  const asked = looking ? all.filter((name) => !random.has(name)) : all;
  const sampled = all.find((name) => random.has(name));
  if (sampled !== undefined && (!looking || asked.length + inner.length === 0))
    throw randomOperation(path, random.get(sampled)!, calm.length > 0);
  const flat = withoutCalls(small, path);
  const whole = flat === small ? graph : readOnnx(flat, path, own);
  requireSmallConstants(path, whole, all);
  const runtime = await onnxPackage(path);
  const files = await externalFiles(given, graph);
  const inRam = files.flatMap(({ path, data }) => (data ? [{ path, data }] : []));
  const external = place === undefined ? [...inRam, { path: own, data: given.bytes }] : inRam;
  const { opset } = graph;
  const source = { path, runtime, folder: place && folderOf(place), external, settings, opset };
  const requireShapes = (bytes: Uint8Array, of: OnnxGraph, wanted: readonly string[]) =>
    requireSmallShapes(path, of, wanted, (places, names) => shapesAfter(source, bytes, places, names));
  await requireShapes(flat, whole, all);
  await requireSmallBodies(path, flat, whole, all, requireShapes);
  const start = async (asked: readonly string[], looking: boolean) => {
    const { session, names } = await startWithOutputs(source, small, graph, asked);
    try {
      const kept = numberOutputs(session, names, asked, { path, looking });
      return { session, wanted: kept.map((i) => asked[i]!), names: kept.map((i) => names[i]!) };
    } catch (error) {
      await session.release();
      throw error;
    }
  };
  /** The last of the values that are numbers, of a model that gives none itself. */
  const startInner = async () => {
    const { session, wanted, names } = await start(inner, true);
    return { session, wanted: wanted.slice(-1), names: names.slice(-1) };
  };
  const { session, wanted, names } = await (asked.length === 0
    ? startInner()
    : start(asked, looking).catch((error: unknown) => {
        if (!looking || inner.length === 0) throw error;
        return startInner().catch(() => {
          throw error;
        });
      }));
  try {
    const inputs = session.inputMetadata.map((one) => inputOf(one, path, graph.unshaped));
    const { input, others, constants } = splitInputs(path, inputs, given.constants, given.looking);
    const inferred = inferShapes(source, small, graph, input);
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
      runtimeVersion: runtime.env.versions.common,
      layout: 'NCHW',
      input,
      others,
      outputs: wanted,
      outputTypes: names.map((name) => outputType(session, name)),
      classNumbers: wanted.map((name) => holdsClassNumbers(graph.nodes, name)),
      toBeNamed: wanted.length < all.length || !all.includes(wanted[0]!),
      // The runtime does not say. VGG16 takes two maps of 64 channels, each of the picture's size.
      bytes: ([, ...rest]) => (4 * 2 * 64 * valueCount(rest)) / Math.min(...rest),
      values: inferred.namedValues,
      openAxes: (shape) => inferred.openAxes(shape, wanted),
      shapesOfValues: inferred.shapesOfValues,
      requireRoom: (shape) => inferred.requireRoom(shape, wanted),
      mixesPictures: (shape) => inferred.mixesPictures(shape, wanted),
      async run(x, shape) {
        const given = others.map((one) => {
          const constant = constantValues(path, one.name, constants[one.name]!, one.shape, shape[0]!);
          return [one.name, tensorOf(runtime, path, constant.values, constant.shape, one)] as const;
        });
        // An input may be called __proto__, which an assignment would not add.
        const feeds = Object.fromEntries([[input.name, tensorOf(runtime, path, x, shape, input)], ...given]);
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

/**
 * The places of the outputs that are numbers.
 *
 * @throws UserError (run) where one is not, unless the model is only looked at, and another one is
 */
function numberOutputs(
  { outputMetadata }: onnxruntime.InferenceSession,
  names: readonly string[],
  asked: readonly string[],
  { path, looking }: Pick<ModelToOpen, 'path' | 'looking'>,
): number[] {
  const kindOf = (name: string) => {
    const found = outputMetadata.find((one) => one.name === name);
    if (found?.isTensor) return found.type === 'string' ? 'texts' : 'numbers';
    return found ? 'a list, or numbers by name' : 'numbers';
  };
  const kept = [...names.keys()].filter((i) => kindOf(names[i]!) === 'numbers');
  const odd = [...names.keys()].find((i) => !kept.includes(i));
  if (odd === undefined || (looking && kept.length > 0)) return kept;
  throw modelMistake(
    path,
    `has the output ${quoted(asked[odd]!)}, which is ${kindOf(names[odd]!)}; output: NAME takes another value, and coincide inspect lists them`,
  );
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

/** The runtime's message about a node that failed, without places in its own code. */
function failureOf(cause: unknown): string {
  const failed = /while running (\S+) node\. Name:'([^']*)' Status Message: (?:\S+:\d+ \S+ )?(.*)/;
  const [, operation, node, message] = failed.exec(String(cause)) ?? [];
  return message === undefined ? reasonOf(cause) : `${node || operation}: ${reasonOf(message)}`;
}
