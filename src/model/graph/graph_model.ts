import type { GraphModel } from '@tensorflow/tfjs-converter';
import { quoted } from '../../core/error.ts';
import { type Backend, type Tensor, type TensorFlow, valueCount } from '../../core/tensor.ts';
import { holdsClassNumbers, makerOf } from '../class_numbers.ts';
import { constantValues, type SplitInputs, splitInputs } from '../constants.ts';
import { modelMistake, unknownInModel } from '../mistake.ts';
import type { Model, ModelInput, ModelOutput } from '../model.ts';
import type { ModelJson } from '../model_json.ts';
import type { ModelToOpen } from '../model_to_open.ts';
import { type Converter, converterPackage, plainBackend } from '../packages.ts';
import { reasonOf } from '../reason.ts';
import { readTensors } from '../tensors.ts';
import { saidLayout } from '../value_axes.ts';
import { fromFloat32 } from '../values.ts';
import type { WeightGroup } from '../weights.ts';
import { withOwnActivations } from './activations.ts';
import { graphAxes } from './axes.ts';
import { type GraphNode, graphInputs, graphMixesPictures } from './batch.ts';
import { nodesWithin } from './control_flow.ts';
import { graphWithChannelsLast } from './layout.ts';
import { nodesOf, requireNotRandom, requireOneValue, WITHOUT_VALUE } from './nodes.ts';
import { registerOwnOperations, withOwnOperation } from './operations.ts';
import { executor, shapesOfNodes } from './run.ts';

/** A graph that TensorFlow.js holds, and what is asked of it. */
interface LoadedGraph extends SplitInputs<ModelInput> {
  path: string;
  graph: GraphModel;
  nodes: readonly GraphNode[];
  /** The names of its outputs. */
  wanted: readonly string[];
  execute: ReturnType<typeof executor>;
  /** Most bytes of intermediate values for one picture, from the first run on. */
  peak: number | undefined;
}

/**
 * Makes a model of a graph of TensorFlow operations (`graph-model`).
 *
 * @param outputs names of nodes, `name:1` for the second result of one; none: the graph's own outputs
 * @throws UserError (run)
 */
export async function graphModel(
  given: Pick<ModelToOpen, 'path' | 'outputs' | 'constants' | 'looking'>,
  { topology, rest }: ModelJson,
  groups: readonly WeightGroup[],
): Promise<Model> {
  const { path, outputs } = given;
  const converter = await converterPackage();
  const nodes = nodesOf(topology, path);
  const names = nodes.map(({ name }) => name);
  const unknown = outputs.find((name) => !names.includes(name.replace(/:\d+$/, '')));
  if (unknown !== undefined) throw unknownInModel(path, 'node', unknown, names);
  const artifacts = {
    ...rest,
    modelTopology: { versions: { producer: '', minConsumer: '' }, ...computed(topology, groups) },
    weightSpecs: groups.flatMap(({ weights }) => weights),
    weightData: groups.map(({ bytes }) => wholeBuffer(bytes)),
  };
  // Weights become tensors at once, of whichever backend is there.
  const { tf } = await plainBackend();
  registerOwnOperations(converter, tf);
  const graph = loadGraph(converter, artifacts, path);
  try {
    const about = {
      format: 'TensorFlow.js Graph model',
      details: [rest.generatedBy, rest.convertedBy].filter((one) => typeof one === 'string'),
      weightBytes: groups.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
    return modelOfGraph(graphToRun(graph, nodes, given), about);
  } catch (error) {
    graph.dispose();
    throw error;
  }
}

/** @throws UserError (run) where the graph has no outputs, a random one, or not one input for pictures */
function graphToRun(
  graph: GraphModel,
  nodes: readonly GraphNode[],
  { path, outputs, constants, looking }: Parameters<typeof graphModel>[0],
): LoadedGraph {
  const split = splitInputs(path, inputsOfGraph(graph, path), constants, looking);
  const wanted = outputs.length > 0 ? outputs : graph.outputs.map(({ name }) => name);
  if (wanted.length === 0) throw modelMistake(path, 'has no outputs');
  requireNotRandom(path, nodes, wanted);
  requireOneValue(path, nodes, wanted);
  return { ...split, path, graph, nodes, wanted, execute: executor(graph, wanted, path), peak: undefined };
}

/** The inputs of a graph, null for lengths that it leaves open. @throws UserError (run) where a length is not whole */
function inputsOfGraph({ inputs }: GraphModel, path: string): ModelInput[] {
  const odd = inputs.find(({ shape }) => shape?.some((length) => !Number.isSafeInteger(length)));
  if (odd) throw modelMistake(path, `has the input ${quoted(odd.name)}, whose shape is not of whole numbers`);
  return inputs.map(({ name, dtype, shape }) => ({
    name,
    type: dtype ?? 'unknown',
    shape: (shape ?? [-1, -1, -1, -1]).map((length) => (length > 0 ? length : null)),
  }));
}

function modelOfGraph(loaded: LoadedGraph, about: Model['about']): Model {
  const { path, graph, nodes, input, others, wanted } = loaded;
  const operations = nodes.map((node) => ({
    operation: node.op,
    inputs: graphInputs(node),
    outputs: [node.name, `${node.name}:1`],
  }));
  const pictures = input.name.replace(/:\d+$/, '');
  const numbersOf = (name: string) => fewNumbers(graph.weights[name]?.[0]);
  return {
    path,
    about,
    layout: 'NHWC',
    input,
    others,
    outputs: wanted,
    outputTypes: wanted.map((name) => graph.outputs.find((one) => one.name === name)?.dtype),
    classNumbers: wanted.map((name) => holdsClassNumbers(operations, name.replace(/:0$/, ''))),
    makers: wanted.map((name) => makerOf(operations, name.replace(/:0$/, ''))?.operation),
    values: (shape) => namedValues(loaded, shape),
    bytes: () => loaded.peak,
    async saidLayouts(_, axes, names) {
      const known = graphAxes(nodes, { name: pictures, axes }, numbersOf);
      return names.map((name) => saidLayout(known.get(name.replace(/:0$/, ''))));
    },
    mixesPictures: async () => graphMixesPictures(nodes, pictures, wanted, numbersOf),
    run: (x, shape, backend) => runGraph(loaded, x, shape, backend),
    dispose: () => graph.dispose(),
  };
}

/** The nodes that compute a value, with the shapes of their values for pictures of a shape. */
async function namedValues({ graph, nodes, ...loaded }: LoadedGraph, shape: readonly number[]) {
  const { tf } = await plainBackend();
  const within = nodesWithin(nodes);
  const named = nodes.filter(({ name, op }) => !WITHOUT_VALUE.test(op) && !within.has(name));
  const names = named.map(({ name }) => name);
  const given = inputTensors(loaded, tf, new Float32Array(valueCount(shape)), shape);
  try {
    const shapes = await shapesOfNodes(tf, graph, given, names);
    return named.map(({ name, op }, i) => ({ name, operator: op, shape: shapes[i] }));
  } finally {
    tf.dispose(given);
  }
}

/** The outputs for pictures. The first run also finds the peak of memory. */
async function runGraph(
  loaded: LoadedGraph,
  x: Float32Array,
  shape: readonly number[],
  backend: () => Promise<Backend>,
): Promise<ModelOutput[]> {
  const { path, wanted, execute } = loaded;
  const { tf, activate } = await backend();
  activate();
  const given = inputTensors(loaded, tf, x, shape);
  try {
    let tensors = await execute(tf, given);
    if (loaded.peak === undefined) {
      // The first run is for one picture. It is profiled only now that it is known to work: an operation that
      // fails in the profiler leaves a rejected promise behind, which would end the process.
      const first = tensors;
      const before = tf.memory().numBytes;
      const { peakBytes } = await tf.profile(async () => {
        tensors = await execute(tf, given);
        return [];
      });
      loaded.peak = peakBytes - before;
      tf.dispose(first.filter((tensor) => !tensors.includes(tensor)));
    }
    return await readTensors(path, wanted, tensors);
  } finally {
    tf.dispose(given);
  }
}

/** The tensors of all inputs, by name: the pictures, and the constants for a batch of as many. */
function inputTensors(
  { path, input, others, constants }: Pick<LoadedGraph, 'path' | 'input' | 'others' | 'constants'>,
  tf: TensorFlow,
  x: Float32Array,
  shape: readonly number[],
): Record<string, Tensor> {
  const given = { [input.name]: namedTensor(tf, path, x, shape, input) };
  for (const { name, type, shape: declared } of others) {
    const constant = constantValues(path, name, constants[name]!, declared, shape[0]!);
    given[name] = namedTensor(tf, path, constant.values, constant.shape, { name, type });
  }
  return given;
}

/** The graph as it is computed: without what TensorFlow.js computes otherwise than TensorFlow. */
function computed(topology: ModelJson['topology'], groups: readonly WeightGroup[]): ModelJson['topology'] {
  const { node, ...rest } = withOwnActivations(topology, groups);
  return { ...rest, node: graphWithChannelsLast(node as GraphNode[]).map(withOwnOperation) };
}

/** The values of a constant that can be axes or a shape. */
function fewNumbers(constant: Tensor | undefined): readonly number[] | undefined {
  const MOST = 16;
  if (constant?.dtype !== 'int32' || constant.size > MOST) return undefined;
  return [...constant.dataSync()];
}

function loadGraph(converter: Converter, artifacts: object, path: string): GraphModel {
  try {
    return converter.loadGraphModelSync({ load: () => artifacts as never }) as GraphModel;
  } catch (cause) {
    throw modelMistake(path, `cannot be loaded: ${reasonOf(cause)}`, cause);
  }
}

function namedTensor(
  tf: TensorFlow,
  path: string,
  values: Float32Array,
  shape: readonly number[],
  { name, type }: { name: string; type: string },
): Tensor {
  const known = type === 'float32' || type === 'int32' || type === 'bool' ? type : undefined;
  if (!known)
    throw modelMistake(path, `takes values of the type ${type} at its input ${name}, which is not supported`);
  return tf.tensor(fromFloat32(values, known) as Float32Array, [...shape], known);
}

/** The bytes as a buffer that holds nothing else; a copy only where theirs does. */
function wholeBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  return buffer as ArrayBuffer;
}
