import type { Image, Pair, TensorFlow } from '../src/core/tensor.ts';
import type { Material } from './material.ts';

/** How many outputs there are at each depth, and how many shifts give the unshifted one: `49/1 49/1 …`. */
export type Counts = string;

/** The image moved by (dy, dx) over zeros: what a script would write. */
export function shifted({ data, shape: [height, width] }: Image, dy: number, dx: number): Float32Array {
  const moved = new Float32Array(height * width);
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
    for (let x = Math.max(0, dx); x < Math.min(width, width + dx); x++) {
      moved[y * width + x] = data[(y - dy) * width + x - dx]!;
    }
  }
  return moved;
}

/** As a learner's script does: each drawn shift is one image, goes through the pools alone, and is compared. */
export function oneByOne(tf: TensorFlow, image: Image, draws: readonly Pair[], depth: number): Counts {
  const seen = Array.from({ length: depth + 1 }, () => new Map<string, number>());
  const references: string[] = [];
  const matches = new Array(depth + 1).fill(0);
  for (const [i, [dy, dx]] of [[0, 0] as const, ...draws].entries()) {
    tf.tidy(() => {
      let x = tf.tensor4d(shifted(image, dy, dx), [1, image.shape[0], image.shape[1], 1]);
      for (let d = 0; d <= depth; d++) {
        const key = x.dataSync().join();
        if (i === 0) references.push(key);
        else {
          seen[d]!.set(key, 1);
          if (key === references[d]) matches[d]++;
        }
        if (d < depth) x = tf.maxPool(x, 2, 2, 'same');
      }
    });
  }
  return seen.map((outputs, d) => `${outputs.size}/${matches[d]}`).join(' ');
}

/** As a careful script does: all shifts in batches, outputs told apart by their bytes. */
export function batched(tf: TensorFlow, { image, trials, steps, measured }: Material): Counts {
  const [height, width] = image.shape;
  const rows = steps.filter(({ index }) => measured(index));
  const seen = rows.map(() => new Set<string>());
  const references: string[] = [];
  const matches = rows.map(() => 0);
  const all = [[0, 0] as const, ...trials];
  const most = Math.max(...steps.map(({ shape }) => shape[0] * shape[1] * shape[2]));
  const size = Math.max(1, Math.floor(BATCH / most));
  for (let from = 0; from < all.length; from += size) {
    const batch = all.slice(from, from + size);
    const values = new Float32Array(batch.length * height * width);
    for (const [i, [dy, dx]] of batch.entries()) values.set(shifted(image, dy, dx), i * height * width);
    tf.tidy(() => {
      let x = tf.tensor4d(values, [batch.length, height, width, 1]);
      for (const { layer, index } of steps) {
        if (layer) x = layer.kind.apply(tf, x, layer.options, layer.prepared);
        if (!measured(index)) continue;
        const row = rows.findIndex((one) => one.index === index);
        const data = x.dataSync();
        const length = data.length / batch.length;
        for (const i of batch.keys()) {
          const key = Buffer.from(data.buffer, data.byteOffset + 4 * i * length, 4 * length).toString(
            'latin1',
          );
          if (from + i === 0) references.push(key);
          else {
            seen[row]!.add(key);
            if (key === references[row]) matches[row]!++;
          }
        }
      }
    });
  }
  return seen.map((outputs, row) => `${outputs.size}/${matches[row]}`).join(' ');
}

/** Values of a batch at the step where they are most. */
const BATCH = 2 ** 24;
