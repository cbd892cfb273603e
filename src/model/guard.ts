import type { TensorFlow } from '../core/tensor.ts';

interface Inputs {
  [name: string]: { size?: number; shape?: number[] } | undefined;
}

interface KernelAttributes {
  pad?: unknown;
  filterSize?: number | [number, number];
  strides?: unknown;
  dilations?: unknown;
}

interface Engine {
  runKernel: (name: string, inputs: Inputs, attributes?: KernelAttributes) => unknown;
}

/** How many calls are under way on each engine. */
const guarded = new WeakMap<Engine, number>();

/**
 * Does something, and refuses windows over empty inputs meanwhile, and windows whose lengths are no counts: XNNPACK,
 * behind wasm, crashes over one or writes where other tensors are. The engine of TensorFlow.js is patched by the first
 * of several calls and restored by the last.
 *
 * @throws Error where an input of a window has no values, or is smaller than the window; where a size, stride or
 * dilation is no whole number above 0
 */
export async function withoutEmptyWindows<T>(tf: TensorFlow, action: () => Promise<T>): Promise<T> {
  const engine = tf.engine() as unknown as Engine;
  const others = guarded.get(engine) ?? 0;
  guarded.set(engine, others + 1);
  if (others === 0) patch(engine);
  try {
    return await action();
  } finally {
    const left = guarded.get(engine)! - 1;
    guarded.set(engine, left);
    // The method itself belongs to the engine's class.
    if (left === 0) delete (engine as Partial<Engine>).runKernel;
  }
}

function patch(engine: Engine): void {
  const { runKernel } = engine;
  engine.runKernel = (name, inputs, attributes = {}) => {
    for (const length of ['filterSize', 'strides', 'dilations'] as const)
      if ('pad' in attributes && !areCounts(attributes[length] ?? 1))
        throw new Error(`the ${length} of the operation ${name} are no whole numbers above 0`);
    const empty = 'pad' in attributes && inputs.x?.size === 0;
    if (empty || tooLarge(inputs, attributes))
      throw new Error(`nothing is left for the operation ${name}; the pictures are too small`);
    return runKernel.call(engine, name, inputs, attributes);
  };
}

/** Whether these are lengths in pixels: one for both axes, or one each. */
function areCounts(lengths: unknown): boolean {
  return [lengths].flat().every((length) => Number.isSafeInteger(length) && (length as number) > 0);
}

/** Whether a window that reads no padding is larger than its input. */
function tooLarge({ x, filter }: Inputs, { pad, filterSize }: KernelAttributes): boolean {
  const size = filterSize === undefined ? filter?.shape : [filterSize].flat();
  if (pad !== 'valid' || x?.shape?.length !== 4 || !size) return false;
  const [height, width = height] = size;
  return height! > x.shape[1]! || width! > x.shape[2]!;
}
