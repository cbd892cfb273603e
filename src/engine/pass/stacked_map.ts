import type { OutputMap, Shape, Windows } from '../../core/tensor.ts';

/** A batch of outputs as a map: one output below the other. */
export function stackedMap(data: Float32Array, shape: Shape, outputs: number): OutputMap {
  return { data, width: shape[1], dilation: [1, 1], shape, ...stackedWindows(shape[0], outputs) };
}

/**
 * The same arrays for the same numbers: the pictures of a set have the same batches, and what is known of windows is
 * known by their arrays.
 */
function stackedWindows(height: number, outputs: number): Windows {
  const key = `${height} ${outputs}`;
  const before = knownWindows.get(key);
  if (before) return before;
  const windows = {
    rows: Int32Array.from({ length: outputs }, (_, member) => member * height),
    columns: new Int32Array(outputs),
  };
  if (knownWindows.size === MOST_KNOWN) knownWindows.clear();
  if (outputs <= MOST_OUTPUTS) knownWindows.set(key, windows);
  return windows;
}

const knownWindows = new Map<string, Windows>();

/** The steps of a few stacks. */
const MOST_KNOWN = 16;

/** Arrays of more are made anew: they take much memory, and little time beside the outputs. */
const MOST_OUTPUTS = 4096;
