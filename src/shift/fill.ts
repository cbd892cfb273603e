/** The index of the pixel that is seen at `index`, in [0, size), or -1 for the fill value. */
export type SourceIndex = (index: number, size: number) => number;

/** Keras's fill modes. `reflect` repeats the edge: b a | a b c d | d c. */
export const fillModes = {
  constant: (index, size) => (index >= 0 && index < size ? index : -1),
  nearest: (index, size) => Math.min(Math.max(index, 0), size - 1),
  reflect: (index, size) => {
    const place = modulo(index, 2 * size);
    return place < size ? place : 2 * size - 1 - place;
  },
  wrap: (index, size) => modulo(index, size),
} satisfies Record<string, SourceIndex>;

export type FillMode = keyof typeof fillModes;

/** The remainder in [0, size), also of negative numbers: modulo(-1, 5) is 4. */
export function modulo(index: number, size: number): number {
  const rest = index % size;
  return rest < 0 ? rest + size : rest + 0;
}
