import { createKnownRows } from './known_rows.ts';
import { pictureDigests } from './picture_digests.ts';

/** Bytes of outputs that are kept, and the most that may be. */
interface OutputRoom {
  used: number;
  most: number;
}

/** The room of all models together. */
const sharedRoom: OutputRoom = { used: 0, most: 2 ** 25 };

/** Bytes that a picture takes in addition to its values, roughly. */
const BESIDE_VALUES = 80;

/** The outputs of pictures that went through a model, so that each goes through it once. */
export interface KnownPictures {
  /**
   * The outputs for a batch of pictures: those that are known, and those of the others, which are computed together.
   *
   * @param batch float32 [count, …]; the pictures of all batches have one shape
   * @param least as many are computed together at the least; a batch of fewer is computed as it is
   * @param compute float32 [n, …] → [n, …] of each output
   */
  complete(
    batch: Float32Array,
    count: number,
    least: number,
    compute: (pictures: Float32Array) => Promise<Float32Array[]>,
  ): Promise<Float32Array[]>;
  /** Forgets them all. */
  clear(): void;
}

/**
 * Nothing is known at first. Where there is no room the first ones stay, since variants measure the pictures of a set in
 * the same order.
 *
 * @param room what models share. Default: 32 MiB for all together
 */
export function createKnownPictures(room = sharedRoom): KnownPictures {
  let known = createKnownRows();
  let bytes = 0;
  const keep = (digests: Int32Array, i: number, outputs: readonly Float32Array[]) => {
    const taken = outputs.reduce((sum, { byteLength }) => sum + byteLength, BESIDE_VALUES);
    if (room.used + taken > room.most || known.rowOf(digests, i) >= 0) return;
    known.add(digests, i, outputs);
    bytes += taken;
    room.used += taken;
  };
  return {
    async complete(batch, count, least, compute) {
      if (count < least) return compute(batch);
      const digests = pictureDigests(batch, count);
      const found = Array.from({ length: count }, (_, i) => {
        const row = known.rowOf(digests, i);
        return row < 0 ? undefined : known.outputs(row);
      });
      const places = [...found.keys()].filter((i) => !found[i]);
      if (places.length === 0) return outputsOfAll(found as Float32Array[][]);
      // A single picture goes in beside another one.
      for (let i = 0; places.length < least; i++) if (found[i]) places.push(i);
      places.sort((a, b) => a - b);
      const outputs = await compute(places.length === count ? batch : somePictures(batch, count, places));
      for (const [at, i] of places.entries()) {
        const own = outputs.map((all) => ithOf(all, at, places.length));
        found[i] ??= own;
        keep(digests, i, own);
      }
      return places.length === count ? outputs : outputsOfAll(found as Float32Array[][]);
    },
    clear() {
      known = createKnownRows();
      room.used -= bytes;
      bytes = 0;
    },
  };
}

/** The i-th of some rows of one length. */
function ithOf(all: Float32Array, i: number, count: number): Float32Array {
  const length = all.length / count;
  return all.subarray(i * length, (i + 1) * length);
}

/** Some pictures of a batch. */
function somePictures(batch: Float32Array, count: number, places: readonly number[]): Float32Array {
  return asOne(places.map((i) => ithOf(batch, i, count)));
}

/** The outputs of pictures, [n, …] of each. */
function outputsOfAll(pictures: readonly (readonly Float32Array[])[]): Float32Array[] {
  return pictures[0]!.map((_, output) => asOne(pictures.map((outputs) => outputs[output]!)));
}

function asOne(rows: readonly Float32Array[]): Float32Array {
  const { length } = rows[0]!;
  const all = new Float32Array(rows.length * length);
  for (const [i, row] of rows.entries()) all.set(row, i * length);
  return all;
}
