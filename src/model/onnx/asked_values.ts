import type * as onnxruntime from 'onnxruntime-node';
import { quoted } from '../../core/error.ts';
import { modelMistake, randomOperation, unknownInModel } from '../mistake.ts';
import type { ModelToOpen } from '../model_to_open.ts';
import type { OnnxGraph } from './file.ts';
import { startWithOutputs } from './outputs.ts';
import { randomValues } from './random.ts';
import type { SessionSource } from './session.ts';

/** As many values before the outputs are looked at for one that is a number, where no output is. */
const NEAR_THE_END = 16;

/** The values of a graph that are asked for. */
interface AskedValues {
  /** By name in `output`, or else the outputs of the graph. */
  all: readonly string[];
  /** Those of them that are computed: all, but for random ones of a model that is only looked at. */
  asked: readonly string[];
  /** The last values before the outputs, for a model that is only looked at and has no output of numbers. */
  inner: readonly string[];
}

/** A model that ONNX Runtime has loaded. */
export interface AskedSession {
  session: onnxruntime.InferenceSession;
  /** The values that are computed. */
  wanted: readonly string[];
  /** The names by which the runtime knows them. */
  names: readonly string[];
}

/**
 * Chooses the values of a graph to be computed.
 *
 * @throws UserError (run) where one is unknown or random, or there is none
 */
export function askedValues(
  graph: OnnxGraph,
  { path, outputs, looking = false }: Pick<ModelToOpen, 'path' | 'outputs' | 'looking'>,
): AskedValues {
  const stated = graph.outputs.map(({ name }) => name);
  const known = [...graph.nodes.flatMap((node) => node.outputs), ...stated];
  for (const name of outputs) if (!known.includes(name)) throw unknownInModel(path, 'value', name, known);
  const all = outputs.length > 0 ? outputs : stated;
  if (all.length === 0) throw modelMistake(path, 'has no outputs');
  const random = randomValues(graph);
  const ofPictures = valuesOfInputs(graph);
  const calm = known.filter((name) => ofPictures.has(name) && !random.has(name));
  const inner = calm.filter((name) => !stated.includes(name)).slice(-NEAR_THE_END);
  const asked = looking ? all.filter((name) => !random.has(name)) : all;
  const sampled = all.find((name) => random.has(name));
  if (sampled !== undefined && (!looking || asked.length + inner.length === 0))
    throw randomOperation(path, random.get(sampled)!, calm.length > 0);
  return { all, asked, inner };
}

/** The values that follow from an input, and not from constants alone. */
function valuesOfInputs({ nodes, counts }: OnnxGraph): ReadonlySet<string> {
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const found = new Set<string>();
  const follows = (name: string) => found.has(name) || !(name === '' || made.has(name) || counts.has(name));
  for (const { inputs, outputs } of nodes)
    if (inputs.some(follows)) for (const name of outputs) found.add(name);
  return found;
}

/**
 * Loads a model that gives the values asked for or, if it is only looked at and none of them is numbers, the last value
 * before them that is.
 *
 * @throws UserError (run) where it cannot be loaded, or an output is no numbers
 */
export async function startAsked(
  source: SessionSource,
  bytes: Uint8Array,
  graph: OnnxGraph,
  { asked, inner }: AskedValues,
  looking = false,
): Promise<AskedSession> {
  /** The last of the values that are numbers. */
  const startInner = async () => {
    const { session, wanted, names } = await startNumbers(source, bytes, graph, inner, true);
    return { session, wanted: wanted.slice(-1), names: names.slice(-1) };
  };
  if (asked.length === 0) return startInner();
  return startNumbers(source, bytes, graph, asked, looking).catch((error: unknown) => {
    if (!looking || inner.length === 0) throw error;
    return startInner().catch(() => {
      throw error;
    });
  });
}

/** Loads a model that gives those of some values that are numbers. @throws as `numberOutputs` */
async function startNumbers(
  source: SessionSource,
  bytes: Uint8Array,
  graph: OnnxGraph,
  asked: readonly string[],
  looking: boolean,
): Promise<AskedSession> {
  const { session, names } = await startWithOutputs(source, bytes, graph, asked);
  try {
    const kept = numberOutputs(session, names, asked, { path: source.path, looking });
    return { session, wanted: kept.map((i) => asked[i]!), names: kept.map((i) => names[i]!) };
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
