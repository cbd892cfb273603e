import { DIGEST_WORDS } from './picture_digests.ts';

/** Outputs by digest. They are rows of one array, which takes less memory than an array for each. */
export interface KnownRows {
  /** The row of the i-th digest; -1: there is none. */
  rowOf(digests: Int32Array, i: number): number;
  /** Adds a row for the i-th digest, which has none. @param outputs its values of each output */
  add(digests: Int32Array, i: number, outputs: readonly Float32Array[]): void;
  /** The values of a row, of each output. They stay as they are. */
  outputs(row: number): Float32Array[];
}

/** Keeps the outputs of pictures by their digests: none at first. */
export function createKnownRows(): KnownRows {
  const rows = new Map<number, number>();
  let known = new Int32Array(0);
  let values = new Float32Array(0);
  let ends: number[] = [];
  return {
    rowOf(digests, i) {
      const row = rows.get(numberOf(digests, i)) ?? -1;
      for (let word = 0; row >= 0 && word < DIGEST_WORDS; word++)
        if (known[row * DIGEST_WORDS + word] !== digests[i * DIGEST_WORDS + word]) return -1;
      return row;
    },
    add(digests, i, outputs) {
      let length = 0;
      ends = outputs.map((output) => (length += output.length));
      const row = rows.size;
      if ((row + 1) * DIGEST_WORDS > known.length) {
        const capacity = Math.max(1, 2 * row);
        known = movedInto(known, new Int32Array(capacity * DIGEST_WORDS));
        values = movedInto(values, new Float32Array(capacity * length));
      }
      known.set(digests.subarray(i * DIGEST_WORDS, (i + 1) * DIGEST_WORDS), row * DIGEST_WORDS);
      for (const [at, output] of outputs.entries()) values.set(output, row * length + (ends[at - 1] ?? 0));
      rows.set(numberOf(digests, i), row);
    },
    outputs(row) {
      const first = row * ends.at(-1)!;
      return ends.map((end, at) => values.subarray(first + (ends[at - 1] ?? 0), first + end));
    },
  };
}

/** 53 bits of a digest as a number. */
function numberOf(digests: Int32Array, i: number): number {
  return (digests[i * DIGEST_WORDS]! >>> 0) * 2 ** 21 + (digests[i * DIGEST_WORDS + 1]! >>> 11);
}

function movedInto<Values extends Int32Array | Float32Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
