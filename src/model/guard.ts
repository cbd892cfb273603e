import type { TensorFlow } from '../core/tensor.ts';

interface Inputs {
  [name: string]: { size?: number; shape?: number[] } | undefined;
}

interface Attributes {
  pad?: unknown;
  filterSize?: number | [number, number];
}

/**
 * Does something while no window may pass over nothing: XNNPACK, behind wasm, breaks down over it, and with it all
 * that has been computed.
 *
 * @throws Error where what a window passes over has no values, or is smaller than the window
 */
export async function withoutEmptyWindows<T>(tf: TensorFlow, action: () => Promise<T>): Promise<T> {
  const engine = tf.engine() as unknown as {
    runKernel?: (name: string, inputs: Inputs, attributes?: Attributes) => unknown;
  };
  const { runKernel } = engine;
  engine.runKernel = (name, inputs, attributes = {}) => {
    const empty = 'pad' in attributes && inputs.x?.size === 0;
    if (empty || tooLarge(inputs, attributes))
      throw new Error(`nothing is left for the operation ${name}; the pictures are too small`);
    return runKernel!.call(engine, name, inputs, attributes);
  };
  try {
    return await action();
  } finally {
    delete engine.runKernel;
  }
}

/** Whether a window that reads no padding does not fit. */
function tooLarge({ x, filter }: Inputs, { pad, filterSize }: Attributes): boolean {
  const size = filterSize === undefined ? filter?.shape : [filterSize].flat();
  if (pad !== 'valid' || x?.shape?.length !== 4 || !size) return false;
  const [height, width = height] = size;
  return height! > x.shape[1]! || width! > x.shape[2]!;
}
