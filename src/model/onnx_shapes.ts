import { modelMistake } from './mistake.ts';
import type { NamedValue, OpenLengths } from './model.ts';
import { withInputShape, withOutputs } from './onnx_changed.ts';
import { ELEMENTS, type OnnxGraph } from './onnx_file.ts';
import { type SessionSource, startSession } from './onnx_session.ts';

/** An input that is a tensor of known type. */
export interface OnnxInput {
  name: string;
  type: string;
  shape: OpenLengths;
}

/** Operations that pass a window over their input. */
const WINDOWS = ['Conv', 'ConvInteger', 'QLinearConv', 'MaxPool', 'AveragePool', 'LpPool'];

/** Operations whose results have as many rows as the values of their inputs decide. */
const DATA_DEPENDENT = ['NonMaxSuppression', 'NonZero', 'Compress', 'Unique', 'Loop'];

/** An empty window ends the whole process, so the shapes that the runtime infers are checked first. */
export async function requireRoom(
  source: SessionSource,
  bytes: Uint8Array,
  { nodes, outputs }: OnnxGraph,
  { name, type }: OnnxInput,
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

/** The values that the nodes of a model compute, in order, with their shapes for inputs of a shape, as far as all lengths are known. */
export async function namedValues(
  source: SessionSource,
  bytes: Uint8Array,
  { nodes, outputs }: OnnxGraph,
  input: OnnxInput,
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
export async function openAxes(
  source: SessionSource,
  bytes: Uint8Array,
  { operations, outputs }: OnnxGraph,
  input: OnnxInput,
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
  { name, type }: Pick<OnnxInput, 'name' | 'type'>,
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
