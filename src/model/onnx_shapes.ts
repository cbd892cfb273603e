import { grouped } from '../core/error.ts';
import { modelMistake } from './mistake.ts';
import type { ModelInput, NamedValue } from './model.ts';
import { mixesPictures } from './onnx_batch.ts';
import { withInputShape, withNodesOnly } from './onnx_changed.ts';
import { ELEMENTS } from './onnx_fields.ts';
import type { OnnxGraph } from './onnx_file.ts';
import { valuesBefore } from './onnx_node.ts';
import { startWithOutputs } from './onnx_outputs.ts';
import type { SessionSource } from './onnx_session.ts';

/** Operations that pass a window over their input. */
const WINDOWS = ['Conv', 'ConvInteger', 'QLinearConv', 'MaxPool', 'AveragePool', 'LpPool'];

/** Operations whose results have as many rows as the values of their inputs decide. */
const DATA_DEPENDENT = ['NonMaxSuppression', 'NonZero', 'Compress', 'Unique', 'Loop'];

/** A prime that no length of a value is a multiple of, as a number of pictures. */
const MANY_PICTURES = 10_007;

/** What the runtime infers of a graph without running it. */
export interface InferredShapes {
  /**
   * Refuses pictures that leave nothing for some window, which would end the whole process, and outputs that would take
   * all of the memory.
   */
  requireRoom(shape: readonly number[], wanted: readonly string[]): Promise<void>;
  /** The values that the nodes compute, in order, with their shapes, as far as all lengths are known. */
  namedValues(shape: readonly number[]): Promise<NamedValue[]>;
  /** The first axis of each output whose length the shape of the pictures does not settle, if the values may decide it. */
  openAxes(shape: readonly number[], wanted: readonly string[]): Promise<(number | undefined)[]>;
  /** The shapes of values, whatever comes behind them in the graph; undefined where some length is not known. */
  shapesOfValues(
    shape: readonly number[],
    wanted: readonly string[],
  ): Promise<(readonly number[] | undefined)[]>;
  /** Whether an output may depend on several pictures of a batch. See `mixesPictures` of a graph. */
  mixesPictures(shape: readonly number[], wanted: readonly string[]): Promise<boolean>;
}

/** The lengths of axes; a text, or a number below 0, is one that is not known. */
type InferredLengths = readonly (number | string)[];

type Inferred = ReadonlyMap<string, InferredLengths>;

/** Infers shapes for inputs of a shape, [n, …], each shape once. @param bytes the model, without large weights */
export function inferShapes(
  source: SessionSource,
  bytes: Uint8Array,
  graph: OnnxGraph,
  input: ModelInput,
): InferredShapes {
  const { nodes, operations } = graph;
  const known = nodes.flatMap((node) => node.outputs.map((name) => ({ name, operator: node.operation })));
  const windows = nodes
    .filter(({ operation }) => WINDOWS.includes(operation))
    .flatMap((node) => node.outputs.slice(0, 1));
  const before = new Map<string, Promise<Inferred>>();
  const shapesFor = (shape: readonly number[]): Promise<Inferred> => {
    const key = shape.join();
    const found =
      before.get(key) ??
      inferredShapes(
        source,
        bytes,
        graph.outputs,
        input,
        shape,
        known.map(({ name }) => name),
      );
    before.set(key, found);
    return found;
  };
  /** A batch that tells the axis of pictures in every shape, where the model takes any. */
  const batched = input.shape.length >= 4 || (input.shape.length === 2 && input.shape[1] !== null);
  const many = (shape: readonly number[]) =>
    batched && input.shape[0] === null ? [MANY_PICTURES, ...shape.slice(1)] : shape;
  return {
    async requireRoom(shape, wanted) {
      const ofMany = await shapesFor(many(shape));
      // A batch that is written into the graph contradicts another one.
      const [inferred, [count = 1]] =
        ofMany.size > 0 ? [ofMany, many(shape)] : [await shapesFor(shape), shape];
      for (const name of wanted) requireSize(source.path, name, inferred.get(name) ?? [], count);
      const empty = windows.find((window) =>
        inferred.get(window)?.some((n) => typeof n === 'number' && n <= 0),
      );
      if (empty !== undefined)
        throw modelMistake(
          source.path,
          `has nothing left at ${empty} for inputs of ${shape.join('×')}; the pictures are too small`,
        );
    },
    async namedValues(shape) {
      const inferred = await shapesFor(shape);
      return known.map(({ name, operator }) => {
        return { name, operator, shape: wholeLengths(inferred.get(name)) };
      });
    },
    async openAxes(shape, wanted) {
      if (!DATA_DEPENDENT.some((operation) => operations.has(operation))) return wanted.map(() => undefined);
      const inferred = await shapesFor(shape);
      return wanted.map((name) => {
        const axis =
          inferred.get(name)?.findIndex((length) => typeof length !== 'number' || length < 0) ?? -1;
        return axis < 0 ? undefined : axis;
      });
    },
    async shapesOfValues(shape, wanted) {
      const needed = valuesBefore(nodes, wanted);
      const before = withNodesOnly(bytes, (place) => nodes[place]!.outputs.some((name) => needed.has(name)));
      const inferred = await inferredShapes(source, before, [], input, shape, wanted);
      return wanted.map((name) => wholeLengths(inferred.get(name)));
    },
    async mixesPictures(shape, wanted) {
      const ofMany = many(shape);
      const inferred = await shapesFor(ofMany);
      const shapes = new Map([...inferred, [input.name, ofMany] as const]);
      const [count = 1] = ofMany;
      return mixesPictures(graph, wanted, {
        input: input.name,
        count,
        telling: count === MANY_PICTURES,
        shapes,
      });
    },
  };
}

/** The lengths of axes, if all are known. */
function wholeLengths(lengths: InferredLengths | undefined): number[] | undefined {
  return lengths?.every((length) => typeof length === 'number') ? (lengths as number[]) : undefined;
}

/** Most values of an output for one picture: 4 GiB of float32. */
const MOST_OUTPUT_VALUES = 2 ** 30;

/** @param lengths of an output @param count how many pictures they are for */
function requireSize(path: string, name: string, lengths: InferredLengths, count: number): void {
  const values = lengths.reduce<number>((product, n) => product * (typeof n === 'number' ? n : 1), 1) / count;
  if (values <= MOST_OUTPUT_VALUES) return;
  throw modelMistake(
    path,
    `gives an output ${name} of ${grouped(Math.ceil(values))} values for a picture, more than the ${grouped(MOST_OUTPUT_VALUES)} allowed; output: NAME takes another value`,
  );
}

/** The shapes of values as the runtime infers them for inputs of a shape, without running the model. */
async function inferredShapes(
  source: SessionSource,
  bytes: Uint8Array,
  outputs: OnnxGraph['outputs'],
  { name, type }: Pick<ModelInput, 'name' | 'type'>,
  shape: readonly number[],
  wanted: readonly string[],
): Promise<Inferred> {
  const element = ELEMENTS[type as keyof typeof ELEMENTS];
  if (element === undefined) return new Map();
  const inferring = withInputShape(bytes, name, element, shape);
  // A model that contradicts itself for this shape fails when it is run, with a better message.
  const started = await startWithOutputs(source, inferring, { outputs }, wanted, { forShapes: true }).catch(
    () => undefined,
  );
  if (!started) return new Map();
  const { session, names } = started;
  try {
    const shapes = new Map(session.outputMetadata.map((one) => [one.name, one.isTensor ? one.shape : []]));
    for (const [i, name] of names.entries()) if (shapes.has(name)) shapes.set(wanted[i]!, shapes.get(name)!);
    return shapes;
  } finally {
    await session.release();
  }
}
