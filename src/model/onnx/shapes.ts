import { modelMistake } from '../mistake.ts';
import type { Layout, ModelInput, NamedValue, ValueAxes } from '../model.ts';
import { saidLayout } from '../value_axes.ts';
import { onnxAxes } from './axes.ts';
import { mixesPictures } from './batch.ts';
import { withNodesOnly } from './changed.ts';
import type { OnnxGraph } from './file.ts';
import { type Inferred, type InferredLengths, inferredShapes } from './inferred.ts';
import { valuesBefore } from './node.ts';
import { requireInnerSize, requireOutputSize } from './room.ts';
import type { SessionSource } from './session.ts';

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
  /** How values are read, as far as operations say it. @param axes what the axes of the input are */
  saidLayouts(
    shape: readonly number[],
    axes: ValueAxes,
    wanted: readonly string[],
  ): Promise<(Layout | undefined)[]>;
  /** Whether an output may depend on several pictures of a batch. See `mixesPictures` of a graph. */
  mixesPictures(shape: readonly number[], wanted: readonly string[]): Promise<boolean>;
}

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
  /** A batch whose length shows the axis of pictures in every shape, where the model takes any. */
  const batched = input.shape.length >= 4 || (input.shape.length === 2 && input.shape[1] !== null);
  const many = (shape: readonly number[]) =>
    batched && input.shape[0] === null ? [MANY_PICTURES, ...shape.slice(1)] : shape;
  const shapesOfMany = async (shape: readonly number[]) => {
    const shapes = await shapesFor(many(shape));
    // A batch that is written into the graph contradicts another one.
    return shapes.size > 0
      ? { shapes, count: many(shape)[0] ?? 1 }
      : { shapes: await shapesFor(shape), count: shape[0] ?? 1 };
  };
  return {
    async requireRoom(shape, wanted) {
      const { shapes: inferred, count } = await shapesOfMany(shape);
      for (const name of wanted) requireOutputSize(source.path, name, inferred.get(name) ?? [], count);
      for (const name of valuesBefore(nodes, wanted))
        requireInnerSize(source.path, name, inferred.get(name) ?? [], count);
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
    async saidLayouts(shape, axes, wanted) {
      const inferred = await shapesOfMany(shape);
      const known = onnxAxes(graph, { name: input.name, axes }, inferred.shapes);
      return wanted.map((name) => saidLayout(known.get(name)));
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
