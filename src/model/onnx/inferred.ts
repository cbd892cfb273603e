import type { ModelInput } from '../model.ts';
import { saysNothing } from '../reason.ts';
import { withInputShape, withNodesOnly } from './changed.ts';
import { ELEMENTS } from './fields.ts';
import type { OnnxGraph } from './file.ts';
import { startWithOutputs } from './outputs.ts';
import type { SessionSource } from './session.ts';

/** The lengths of axes; a text, or a number below 0, is one that is not known. */
export type InferredLengths = readonly (number | string)[];

export type Inferred = ReadonlyMap<string, InferredLengths>;

/** The lengths of axes as a runtime says them. That of browsers has -1 without its sign for one that is not known. */
export function knownLengths(shape: InferredLengths): InferredLengths {
  return shape.map((length) => (length === 2 ** 32 - 1 ? '' : length));
}

/** The shapes of values as the runtime infers them for inputs of a shape, without running the model. */
export async function inferredShapes(
  source: SessionSource,
  bytes: Uint8Array,
  outputs: OnnxGraph['outputs'],
  { name, type }: Pick<ModelInput, 'name' | 'type'>,
  shape: readonly number[],
  wanted: readonly string[],
): Promise<Inferred> {
  const element = ELEMENTS[type as keyof typeof ELEMENTS];
  if (element === undefined) return new Map();
  return shapesInSession(source, withInputShape(bytes, name, element, shape), outputs, wanted);
}

/** The shapes of values that follow from the nodes at some places of a graph alone, without computing them. */
export function shapesAfter(
  source: SessionSource,
  bytes: Uint8Array,
  places: ReadonlySet<number>,
  wanted: readonly string[],
): Promise<Inferred> {
  return shapesInSession(
    source,
    withNodesOnly(bytes, (place) => places.has(place)),
    [],
    wanted,
  );
}

async function shapesInSession(
  source: SessionSource,
  bytes: Uint8Array,
  outputs: OnnxGraph['outputs'],
  wanted: readonly string[],
): Promise<Inferred> {
  // A model that contradicts itself for a shape fails when it is run, with a better message.
  const started = await startWithOutputs(source, bytes, { outputs }, wanted, { forShapes: true }).catch(
    (error: unknown) => {
      if (saysNothing(error)) throw error;
      return undefined;
    },
  );
  if (!started) return new Map();
  const { session, names } = started;
  try {
    const shapes = new Map(
      session.outputMetadata.map((one) => [one.name, one.isTensor ? knownLengths(one.shape) : []]),
    );
    for (const [i, name] of names.entries()) if (shapes.has(name)) shapes.set(wanted[i]!, shapes.get(name)!);
    return shapes;
  } finally {
    await session.release();
  }
}
